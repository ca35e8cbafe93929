/// Counts calls for memory, to hold plugins to their promise of none in a step.
#pragma once

namespace descend {

/// Counts what this thread allocates while it lives, by whatever way: operator new, Eigen's own
/// allocation and plugins all end in malloc, which the program replaces by a counting one.
class AllocationCount {
 public:
  AllocationCount();
  ~AllocationCount();
  AllocationCount(const AllocationCount&) = delete;
  AllocationCount& operator=(const AllocationCount&) = delete;

  long count() const;

  /// False under sanitizers and where the C library is not glibc: nothing is counted there.
  static bool works();
};

}  // namespace descend
