#include "harness/run/parallel.h"

#include <gtest/gtest.h>
#include <sched.h>

#include <atomic>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

namespace descend {
namespace {

TEST(Parallel, UsesTheCoresThatItMayUse) {
  std::size_t all = 0, one = 0, told = 0;
  // In a thread of its own, since the mask holds for the thread that sets it.
  std::jthread([&] {
    cpu_set_t cores;
    ASSERT_EQ(sched_getaffinity(0, sizeof cores, &cores), 0);
    all = thread_count(0);
    EXPECT_EQ(all, static_cast<std::size_t>(CPU_COUNT(&cores)));
    int first = 0;
    while (!CPU_ISSET(first, &cores)) ++first;
    CPU_ZERO(&cores);
    CPU_SET(first, &cores);
    ASSERT_EQ(sched_setaffinity(0, sizeof cores, &cores), 0);
    one = thread_count(0);
    told = thread_count(3);
  }).join();
  EXPECT_GE(all, 1u);
  EXPECT_EQ(one, 1u);
  EXPECT_EQ(told, 3u);
}

TEST(Parallel, DoesEveryItemOnce) {
  std::vector<std::atomic<int>> done(100);
  for_each_in_parallel(done.size(), 4, [&](std::size_t i) { ++done[i]; });
  for (const std::atomic<int>& count : done) EXPECT_EQ(count, 1);
}

TEST(Parallel, ThrowsWhatAnItemThrewAndBeginsNoMore) {
  std::set<std::size_t> begun;
  try {
    for_each_in_parallel(100, 1, [&](std::size_t i) {
      begun.insert(i);
      if (i == 7) throw std::runtime_error("the seventh");
    });
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "the seventh");
  }
  EXPECT_EQ(begun.size(), 8u);
  EXPECT_THROW(for_each_in_parallel(100, 3,
                                    [](std::size_t i) {
                                      if (i >= 50) throw std::runtime_error("late");
                                    }),
               std::runtime_error);
}

}  // namespace
}  // namespace descend
