#include "results/export/junit.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "results/files/atomic_file.h"

namespace descend {
namespace {

// The value of an attribute, in its quotes. What XML cannot hold becomes U+FFFD: the control
// characters, and bytes that are not UTF-8, which the JSON library replaces.
std::string attribute(const std::string& value) {
  using Json = nlohmann::json;
  const std::string dumped = Json(value).dump(-1, ' ', false, Json::error_handler_t::replace);
  std::string text = "\"";
  for (const char c : Json::parse(dumped).get<std::string>()) {
    switch (c) {
      case '&':
        text += "&amp;";
        break;
      case '<':
        text += "&lt;";
        break;
      case '>':
        text += "&gt;";
        break;
      case '"':
        text += "&quot;";
        break;
      case '\t':
      case '\n':
      case '\r':
        text += fmt::format("&#{};", static_cast<int>(c));
        break;
      default:
        text +=
            static_cast<unsigned char>(c) < 0x20 ? std::string("\xEF\xBF\xBD") : std::string(1, c);
    }
  }
  return text + '"';
}

std::size_t failures_in(const CheckedSuite& suite) {
  return static_cast<std::size_t>(std::ranges::count(suite.checks, false, &Check::passed));
}

std::string case_text(const CheckedSuite& suite, const Check& check) {
  const std::string head = fmt::format("    <testcase classname={} name={}",
                                       attribute(suite.name + "." + check.experiment),
                                       attribute(check.subject + ": " + check.expectation));
  if (check.passed) return head + "/>\n";
  return fmt::format("{}>\n      <failure message={}/>\n    </testcase>\n", head,
                     attribute(check.text()));
}

}  // namespace

void write_junit(const std::filesystem::path& path, const std::vector<CheckedSuite>& suites) {
  std::size_t tests = 0, failures = 0;
  for (const CheckedSuite& suite : suites) {
    tests += suite.checks.size();
    failures += failures_in(suite);
  }
  write_atomically(path, [&](const Append& append) {
    append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    append(fmt::format("<testsuites name=\"descend\" tests=\"{}\" failures=\"{}\">\n", tests,
                       failures));
    for (const CheckedSuite& suite : suites) {
      append(fmt::format(
          "  <testsuite name={} tests=\"{}\" failures=\"{}\" errors=\"0\" "
          "skipped=\"0\" time=\"{:.3f}\">\n",
          attribute(suite.name), suite.checks.size(), failures_in(suite), suite.seconds));
      for (const Check& check : suite.checks) append(case_text(suite, check));
      append("  </testsuite>\n");
    }
    append("</testsuites>\n");
  });
}

}  // namespace descend
