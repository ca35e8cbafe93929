/// Work on several threads.
#pragma once

#include <cstddef>
#include <functional>

namespace descend {

/// How many threads `jobs` stands for: 0 is one for each core that this thread may run on.
std::size_t thread_count(int jobs);

/// Calls work(i) once for each i below `count`, in ascending order, on as many threads as `jobs`
/// says. Once a call has thrown no further ones begin, and what the first one threw is thrown here.
void for_each_in_parallel(std::size_t count, int jobs,
                          const std::function<void(std::size_t)>& work);

/// The same where each thread keeps something of its own from item to item: `make_worker` is called
/// once a thread and gives what is called with each i.
void for_each_in_parallel_by_workers(
    std::size_t count, int jobs,
    const std::function<std::function<void(std::size_t)>()>& make_worker);

}  // namespace descend
