#include "harness/commands/exit_code.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <system_error>

#include "descend/types.h"
#include "harness/settings/wording.h"
#include "harness/terminal/output.h"

namespace descend {
namespace {

// Places that the user named and that cannot be had are bad input, a full disk is not.
int code_of(const std::error_code& error) {
  constexpr std::errc kBadPlaces[] = {std::errc::permission_denied,
                                      std::errc::filename_too_long,
                                      std::errc::not_a_directory,
                                      std::errc::is_a_directory,
                                      std::errc::read_only_file_system,
                                      std::errc::no_such_file_or_directory,
                                      std::errc::too_many_symbolic_link_levels};
  const bool bad_place =
      std::ranges::any_of(kBadPlaces, [&](std::errc place) { return error == place; });
  return bad_place ? kBadInput : kFailed;
}

int complain(const std::string& what, int code) {
  say(fmt::format("descend: error: {}\n", in_message(what)));
  return code;
}

}  // namespace

int exit_code_of(const std::function<int()>& program) {
  try {
    const int code = program();
    // What is printed is a result too: a full disk must not lose it in silence.
    flush_output();
    return code;
  } catch (const BadInput& error) {
    return complain(error.what(), kBadInput);
  } catch (const std::filesystem::filesystem_error& error) {
    return complain(fmt::format("{}: {}", error.path1().string(), error.code().message()),
                    code_of(error.code()));
  } catch (const std::system_error& error) {
    return complain(error.what(), code_of(error.code()));
  } catch (const std::exception& error) {
    return complain(reason_of(error), kFailed);
  }
}

}  // namespace descend
