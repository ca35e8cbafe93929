#include "harness/plan/parse_suite.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "descend/types.h"

namespace descend {

Json parse_suite(const SuiteSource& source) {
  if (source.text.find_first_not_of(" \t\r\n") == std::string::npos) {
    throw BadInput(source.where + ": is empty; a suite is a JSON object");
  }
  auto place = [&](std::size_t byte) {
    const std::string_view before = std::string_view(source.text).substr(0, byte);
    const auto line_start = before.rfind('\n');
    return fmt::format("{}:{}:{}", source.where, 1 + std::ranges::count(before, '\n'),
                       line_start == before.npos ? byte + 1 : byte - line_start);
  };
  // The keys of each open object: of a key given twice JSON would keep the last, silently.
  std::vector<std::set<std::string>> keys;
  auto look = [&](int, Json::parse_event_t event, const Json& parsed) {
    if (event == Json::parse_event_t::object_start) keys.emplace_back();
    if (event == Json::parse_event_t::object_end) keys.pop_back();
    if (event == Json::parse_event_t::key && !keys.back().insert(parsed).second) {
      throw BadInput(fmt::format("{}: the key {} is given twice", source.where, parsed.dump()));
    }
    return true;
  };
  try {
    return Json::parse(source.text, look);
  } catch (const Json::parse_error& error) {
    std::string what = error.what();
    if (const auto from = what.find("syntax error"); from != std::string::npos) {
      what = what.substr(from);
    }
    throw BadInput(
        fmt::format("{}: not JSON: {}", place(error.byte > 0 ? error.byte - 1 : 0), what));
  } catch (const Json::out_of_range& error) {
    // "… number overflow parsing '1e999'"
    const std::string what = error.what();
    const std::size_t quote = what.find('\'');
    const std::string number =
        quote == what.npos ? "" : what.substr(quote + 1, what.rfind('\'') - quote - 1);
    throw BadInput(fmt::format("{}: {} is out of the range of numbers",
                               place(source.text.find(number)), number));
  }
}

}  // namespace descend
