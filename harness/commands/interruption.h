#pragma once

#include <csignal>
#include <functional>
#include <string>
#include <thread>

namespace descend {

/// While it lives, the first SIGINT (Ctrl-C) or SIGTERM calls `farewell`, on a thread of its own,
/// and then ends the process with kInterrupted; the second ends it at once. Threads that were there
/// before are as ever: make it before those that work. Signals that are ignored stay ignored.
class Interruption {
 public:
  explicit Interruption(std::function<void()> farewell);
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

 private:
  void wait() const;

  std::function<void()> farewell_;
  sigset_t signals_{}, before_{};
  int signal_ = -1, end_ = -1;
  std::thread thread_;
};

/// "descend: interrupted: …" on standard error, over what a progress bar has left there.
void say_interrupted(const std::string& what);

}  // namespace descend
