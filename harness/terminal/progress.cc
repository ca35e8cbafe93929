#include "harness/terminal/progress.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace descend {
namespace {

using std::chrono::steady_clock;

std::size_t terminal_width() {
  winsize size{};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20) return size.ws_col;
  return 80;
}

std::string duration_text(double seconds) {
  if (seconds < 60) return fmt::format("{:.0f} s", seconds);
  if (seconds < 3600)
    return fmt::format("{:.0f} min {:02.0f} s", seconds / 60 - 0.5,
                       seconds - 60 * static_cast<int>(seconds / 60));
  return fmt::format("{:.1f} h", seconds / 3600);
}

}  // namespace

Progress::Progress(std::size_t total, bool shown)
    : total_(total),
      shown_(shown && total > 0 && isatty(STDERR_FILENO)),
      start_(steady_clock::now()) {
  draw("");
}

Progress::~Progress() {
  if (shown_) fmt::print(stderr, "\r\x1b[K");
}

void Progress::advance(const std::string& label, std::size_t count) {
  const std::lock_guard lock(mutex_);
  done_ += count;
  if (steady_clock::now() - drawn_ > std::chrono::milliseconds(80)) draw(label);
}

void Progress::draw(const std::string& label) {
  if (!shown_) return;
  drawn_ = steady_clock::now();
  const double elapsed = std::chrono::duration<double>(drawn_ - start_).count();
  const double rate = static_cast<double>(done_) / std::max(elapsed, 1e-9);
  std::string figures = fmt::format(" {}/{} runs", done_, total_);
  if (done_ > 0) {
    figures += fmt::format("  {:.1f} runs/s  {} left", rate,
                           duration_text(static_cast<double>(total_ - done_) / rate));
  }
  if (!label.empty()) figures += "  " + label;
  constexpr std::size_t kBar = 24;
  const std::size_t filled = kBar * done_ / total_;
  std::string bar;
  for (std::size_t i = 0; i < kBar; ++i) bar += i < filled ? "█" : "░";
  figures.resize(std::min(figures.size(), terminal_width() - kBar - 2));
  fmt::print(stderr, "\r{}{}\x1b[K", bar, figures);
  std::fflush(stderr);
}

}  // namespace descend
