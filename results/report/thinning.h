/// Which recorded states stay where there is no room for all.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace descend {

/// At most `most` states (8 at the least), ascending: of each of equally many stretches the first,
/// the lowest, the highest and the last, so that no spike of the loss is lost and both ends stay.
std::vector<std::size_t> kept_states(std::span<const double> loss, std::size_t most);

/// At most `most` of `count` (2 at the least), evenly spaced, with the first and the last.
std::vector<std::size_t> kept_frames(std::size_t count, std::size_t most);

/// The entries at these places.
std::vector<double> picked(std::span<const double> values, std::span<const std::size_t> places);

}  // namespace descend
