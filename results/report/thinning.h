/// Which recorded states stay where not all of them fit.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace descend {

/// At most `max_count` states (or 8, if that is more), ascending: of each of equally long intervals
/// the first, the lowest, the highest and the last, so that no spike of the loss is lost and both
/// ends stay.
std::vector<std::size_t> kept_states(std::span<const double> loss, std::size_t max_count);

/// At most `max_count` of `count` (or 2, if that is more), evenly spaced, with the first and the
/// last.
std::vector<std::size_t> kept_frames(std::size_t count, std::size_t max_count);

/// The entries at these places.
std::vector<double> picked(std::span<const double> values, std::span<const std::size_t> places);

}  // namespace descend
