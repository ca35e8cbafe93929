#include "harness/commands/interruption.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <system_error>

#include "harness/commands/exit_code.h"
#include "harness/terminal/output.h"

namespace descend {
namespace {

int checked(int descriptor) {
  if (descriptor < 0)
    throw std::system_error(errno, std::generic_category(), "waiting for signals");
  return descriptor;
}

}  // namespace

Interruption::Interruption(std::function<void()> farewell) : farewell_(std::move(farewell)) {
  sigemptyset(&signals_);
  for (const int signal : {SIGINT, SIGTERM}) {
    struct sigaction now {};
    sigaction(signal, nullptr, &now);
    if (now.sa_handler != SIG_IGN) sigaddset(&signals_, signal);
  }
  signal_ = checked(signalfd(-1, &signals_, SFD_CLOEXEC));
  end_ = checked(eventfd(0, EFD_CLOEXEC));
  // Threads that are made from here on inherit this.
  pthread_sigmask(SIG_BLOCK, &signals_, &before_);
  thread_ = std::thread([this] { wait(); });
}

Interruption::~Interruption() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(end_, &one, sizeof one);
  thread_.join();
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  ::close(signal_);
  ::close(end_);
}

void Interruption::wait() const {
  pollfd events[] = {{.fd = signal_, .events = POLLIN, .revents = 0},
                     {.fd = end_, .events = POLLIN, .revents = 0}};
  while (poll(events, 2, -1) < 0 && errno == EINTR) {
  }
  if (events[1].revents != 0) return;
  signalfd_siginfo received;
  [[maybe_unused]] const ssize_t size = ::read(signal_, &received, sizeof received);
  pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr);
  try {
    farewell_();
  } catch (const std::exception& error) {
    say_interrupted(error.what());
  }
  // Other threads are at work: nothing is destroyed under their hands.
  ::_exit(kInterrupted);
}

void say_interrupted(const std::string& what) {
  say(fmt::format("{}descend: interrupted: {}\n", isatty(STDERR_FILENO) ? "\r\x1b[K" : "",
                  in_message(what)));
}

}  // namespace descend
