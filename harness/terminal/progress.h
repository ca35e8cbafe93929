/// A progress bar with rate and remaining time on standard error, and nothing at all where that is
/// no terminal.
#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>

namespace descend {

class Progress {
 public:
  /// `shown`: whether the user wants one.
  Progress(std::size_t total, bool shown);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// One more is done, or several; any thread may say so. `label` names it.
  void advance(const std::string& label, std::size_t count = 1);

 private:
  void draw(const std::string& label);

  std::size_t total_;
  bool shown_;
  std::size_t done_ = 0;
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point drawn_;
  std::mutex mutex_;
};

}  // namespace descend
