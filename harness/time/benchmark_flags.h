/// Google Benchmark's flags, checked before it sees them: by itself it takes some wrong values for
/// others, and ends the program at others, with exit code 0.
#pragma once

#include <string>
#include <vector>

namespace descend {

/// Throws BadInput, which names the flag and what it allows.
void check_benchmark_flags(const std::vector<std::string>& arguments);

/// The value of a flag that is given as "--benchmark_format=json"; empty: it is not given.
std::string flag_value(const std::vector<std::string>& arguments, const std::string& flag);

}  // namespace descend
