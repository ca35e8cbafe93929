#include "harness/check/check.h"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "harness/check/allocation_count.h"
#include "harness/check/check_state.h"

namespace descend::test {
namespace {

const ProgramRegistry& tree() {
  static const ProgramRegistry kRegistry;
  return kRegistry;
}

TEST(Contract, RunsOfWrappersGoOnFromTheStateOfWhatTheyWrap) {
  const auto nested = [](const char* name, std::vector<Setting> values = {}) {
    return Value{Settings{name, std::move(values)}};
  };
  for (const char* base : {"adam", "lbfgs", "soap", "nadam", "schedule_free_adamw"}) {
    SCOPED_TRACE(base);
    EXPECT_EQ(optimizer_goes_on<double>(tree(), {"sam", {{"base", nested(base)}}}), "");
    EXPECT_EQ(optimizer_goes_on<float>(tree(), {"lookahead", {{"base", nested(base)}}}), "");
  }
  const Value two{std::int64_t{2}};
  const Value plateau = nested("reduce_on_plateau", {{"patience", two}});
  EXPECT_EQ(schedule_goes_on(tree(), {"warmup", {{"steps", two}, {"then", plateau}}}), "");
}

TEST(AllocationCount, CountsWhatThisThreadAllocatesWhileItLives) {
  if (!AllocationCount::works()) GTEST_SKIP() << "not counted in this build";
  std::unique_ptr<int> kept;
  {
    const AllocationCount allocations;
    EXPECT_EQ(allocations.count(), 0);
    // Seen through volatile, for a compiler may leave out what nobody looks at.
    kept = std::make_unique<int>(3);
    const int* volatile seen = kept.get();
    const long after_one = allocations.count();
    const Vector<double> vector = Vector<double>::Zero(1000);
    const double* volatile also_seen = vector.data();
    const long after_two = allocations.count();
    EXPECT_EQ(after_one, 1);
    EXPECT_EQ(after_two, 2);
    EXPECT_EQ(*seen, 3);
    EXPECT_EQ(also_seen[7], 0);
  }
  const AllocationCount fresh;
  EXPECT_EQ(fresh.count(), 0);
}

}  // namespace
}  // namespace descend::test
