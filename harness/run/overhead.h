/// What the harness itself takes: oracle, counters, clocks, judge and loop.
#pragma once

namespace descend {

/// Nanoseconds a step of an empty optimizer on an empty problem, in one dimension and float64, with
/// every hundredth state recorded: the lowest of several short runs, measured once in a program.
double harness_overhead();

}  // namespace descend
