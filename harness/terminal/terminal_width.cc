#include "harness/terminal/terminal_width.h"

#include <sys/ioctl.h>

namespace descend {

std::size_t terminal_width(std::FILE* stream, std::size_t otherwise) {
  constexpr std::size_t kMin = 30;
  winsize size{};
  return ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > kMin ? size.ws_col
                                                                             : otherwise;
}

}  // namespace descend
