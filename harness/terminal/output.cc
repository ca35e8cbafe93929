#include "harness/terminal/output.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "harness/terminal/style.h"
#include "harness/terminal/text.h"

namespace descend {
namespace {

// The descriptors of data begin behind the standard ones.
constexpr int kFirstOwn = 3;

std::FILE* own_output = nullptr;

[[noreturn]] void fail() {
  throw std::system_error(errno, std::generic_category(), "cannot write to standard output");
}

// Whoever has closed it wants to hear nothing.
void take_place_of(int descriptor) {
  if (fcntl(descriptor, F_GETFD) != -1 || errno != EBADF) return;
  const int taken = open("/dev/null", O_RDWR);
  if (taken >= 0 && taken != descriptor) {
    dup2(taken, descriptor);
    close(taken);
  }
}

void write_all(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), output()) != text.size()) fail();
}

}  // namespace

void own_standard_output() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    take_place_of(descriptor);
  }
  const int own = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, kFirstOwn);
  if (own < 0) fail();
  own_output = fdopen(own, "w");
  if (own_output == nullptr) fail();
  if (isatty(own)) std::setvbuf(own_output, nullptr, _IOLBF, BUFSIZ);
  dup2(STDERR_FILENO, STDOUT_FILENO);
}

std::FILE* output() { return own_output != nullptr ? own_output : stdout; }

bool output_is_terminal() { return isatty(fileno(output())) != 0; }

void print_text(std::string_view text) { write_all(safe_text(text, colours())); }

void print_document(std::string_view document) { write_all(document); }

void flush_output() {
  if (std::fflush(output()) != 0 || std::ferror(output()) != 0) fail();
}

void say(std::string_view text) noexcept {
  std::fflush(output());
  while (!text.empty()) {
    const ssize_t written = write(STDERR_FILENO, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

std::string in_message(std::string_view text) {
  constexpr std::size_t kBeginning = 1500, kEnd = 400;
  if (text.size() <= kBeginning + kEnd) return printable(text);
  return fmt::format("{} … {}", printable(text.substr(0, kBeginning)),
                     printable(text.substr(text.size() - kEnd)));
}

}  // namespace descend
