#pragma once

#include <cstddef>
#include <cstdio>

namespace descend {

/// How many columns the terminal behind standard output or standard error has; `otherwise` where
/// there is no terminal, or one too narrow to lay anything out for.
std::size_t terminal_width(std::FILE* stream, std::size_t otherwise);

}  // namespace descend
