#include "harness/run/parallel.h"

#include <sched.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace descend {
namespace {

// Those of the calling thread's affinity mask, as taskset, Slurm and containers set it.
std::size_t usable_cores() {
  cpu_set_t cores;
  if (sched_getaffinity(0, sizeof cores, &cores) == 0) {
    return static_cast<std::size_t>(CPU_COUNT(&cores));
  }
  return std::max(1u, std::thread::hardware_concurrency());  // more cores than a mask holds
}

}  // namespace

std::size_t thread_count(int jobs) {
  return jobs > 0 ? static_cast<std::size_t>(jobs) : usable_cores();
}

void for_each_in_parallel(std::size_t count, int jobs,
                          const std::function<void(std::size_t)>& work) {
  for_each_in_parallel_by_workers(count, jobs, [&] { return work; });
}

void for_each_in_parallel_by_workers(
    std::size_t count, int jobs,
    const std::function<std::function<void(std::size_t)>()>& make_worker) {
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> broken = false;
  std::exception_ptr error;
  std::mutex error_mutex;
  auto loop = [&] {
    try {
      const std::function<void(std::size_t)> work = make_worker();
      while (!broken) {
        const std::size_t i = next++;
        if (i >= count) return;
        work(i);
      }
    } catch (...) {
      const std::lock_guard lock(error_mutex);
      if (!broken.exchange(true)) error = std::current_exception();
    }
  };
  std::vector<std::jthread> threads;
  for (std::size_t j = 1; j < std::min(thread_count(jobs), count); ++j) threads.emplace_back(loop);
  if (count > 0) loop();
  threads.clear();
  if (error) std::rethrow_exception(error);
}

}  // namespace descend
