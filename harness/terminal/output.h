/// The one place where text reaches a person, or the program that reads what this one prints.
#pragma once

#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <string_view>
#include <utility>

namespace descend {

/// Keeps standard output for what the program itself prints: whatever a plugin, a library or a
/// child writes to it goes to standard error from here on. Where one of the three standard
/// descriptors is closed, its place is taken, so that no file of data is opened there. Called once,
/// before anything else; without it, output() is stdout.
void own_standard_output();

/// The stream of what the program prints.
std::FILE* output();
/// Whether it is a terminal.
bool output_is_terminal();

/// Prints text for a person, who sees nothing but text (see safe_text). Throws std::system_error
/// where it cannot be written, as all of these do.
void print_text(std::string_view text);
/// Prints a document for a program, as it is.
void print_document(std::string_view document);
/// Writes out what is buffered.
void flush_output();

template <typename... Arguments>
void print(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  print_text(fmt::format(format, std::forward<Arguments>(arguments)...));
}

/// Says something on standard error, after what was printed. What cannot be said there is lost: no
/// error leaves this.
void say(std::string_view text) noexcept;

/// A text from files, plugins or the command line as it may stand in a message: on one line, and of
/// a long one its beginning and its end.
std::string in_message(std::string_view text);

}  // namespace descend
