#include "harness/terminal/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "harness/terminal/output.h"
#include "harness/terminal/terminal_width.h"
#include "harness/terminal/text.h"
#include "harness/terminal/units.h"

namespace descend {

Progress::Progress(std::size_t total, bool shown)
    : total_(total),
      shown_(shown && total > 0 && isatty(STDERR_FILENO)),
      start_(std::chrono::steady_clock::now()) {
  draw("");
}

Progress::~Progress() {
  if (shown_) say("\r\x1b[K");
}

void Progress::advance(const std::string& label, std::size_t count) {
  const std::lock_guard lock(mutex_);
  done_ += count;
  if (std::chrono::steady_clock::now() - drawn_ > std::chrono::milliseconds(80)) draw(label);
}

void Progress::draw(const std::string& label) {
  if (!shown_) return;
  drawn_ = std::chrono::steady_clock::now();
  const double elapsed = std::chrono::duration<double>(drawn_ - start_).count();
  const double rate = static_cast<double>(done_) / std::max(elapsed, 1e-9);
  std::string figures = fmt::format(" {}/{} runs", done_, total_);
  if (done_ > 0) {
    figures += fmt::format("  {:.1f} runs/s  {} left", rate,
                           duration_text(static_cast<double>(total_ - done_) / rate));
  }
  if (!label.empty()) figures += "  " + printable(label);
  constexpr std::size_t kBarWidth = 24;
  const std::size_t filled = kBarWidth * done_ / total_;
  std::string bar;
  for (std::size_t i = 0; i < kBarWidth; ++i) bar += i < filled ? "█" : "░";
  say(fmt::format("\r{}{}\x1b[K", bar,
                  shortened(figures, terminal_width(stderr, 80) - kBarWidth - 2)));
}

}  // namespace descend
