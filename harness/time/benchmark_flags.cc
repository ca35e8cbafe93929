#include "harness/time/benchmark_flags.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <regex>

#include "descend/types.h"
#include "harness/settings/wording.h"

namespace descend {
namespace {

struct BenchmarkFlag {
  const char* name;
  /// What the whole value must match.
  const char* pattern;
  const char* allowed;
};

constexpr const char* kTruth = "|1|0|t|f|y|n|true|false|yes|no|on|off";
constexpr const char* kTruthText = "true or false";
constexpr const char* kPositive = "0*[1-9][0-9]*(\\.[0-9]*)?|[0-9]*\\.0*[1-9][0-9]*";
constexpr const char* kFormats = "console|json|csv";
constexpr const char* kFormatsText = "console, json or csv";

// Those of version 1.7.1.
constexpr BenchmarkFlag kFlags[] = {
    {"--benchmark_list_tests", kTruth, kTruthText},
    {"--benchmark_filter", ".*", "a regular expression"},
    {"--benchmark_min_time", kPositive, "a number of seconds above 0"},
    {"--benchmark_min_warmup_time", "[0-9]+(\\.[0-9]*)?|\\.[0-9]+", "a number of seconds"},
    {"--benchmark_repetitions", "0*[1-9][0-9]{0,5}", "a whole number from 1 to 999999"},
    {"--benchmark_enable_random_interleaving", kTruth, kTruthText},
    {"--benchmark_report_aggregates_only", kTruth, kTruthText},
    {"--benchmark_display_aggregates_only", kTruth, kTruthText},
    {"--benchmark_format", kFormats, kFormatsText},
    {"--benchmark_out", ".+", "a file"},
    {"--benchmark_out_format", kFormats, kFormatsText},
    {"--benchmark_color", "|auto|1|0|t|f|y|n|true|false|yes|no|on|off", "auto, true or false"},
    {"--benchmark_counters_tabular", kTruth, kTruthText},
    {"--benchmark_perf_counters", ".*", "names of counters, with commas between them"},
    {"--benchmark_context", "[^=]+=[^=]+", "NAME=VALUE"},
    {"--benchmark_time_unit", "ns|us|ms|s", "ns, us, ms or s"},
    {"--v", "[0-9]+", "a whole number"},
};

void check_flag(const std::string& argument) {
  const std::size_t sign = argument.find('=');
  const std::string name = argument.substr(0, sign);
  const auto* const flag = std::ranges::find(
      kFlags, name, [](const BenchmarkFlag& known) { return std::string(known.name); });
  if (flag == std::end(kFlags)) {
    std::vector<std::string> known = {"--out", "--plugin"};
    for (const BenchmarkFlag& one : kFlags) known.emplace_back(one.name);
    throw BadInput(
        fmt::format("time: unknown argument '{}'{}; --out, --plugin and Google "
                    "Benchmark's --benchmark_… are allowed",
                    name, did_you_mean(name, known)));
  }
  const std::string value = sign == argument.npos ? "" : argument.substr(sign + 1);
  if (!std::regex_match(value, std::regex(flag->pattern))) {
    throw BadInput(fmt::format("time: {} is '{}'; allowed is {}", name, value, flag->allowed));
  }
}

}  // namespace

void check_benchmark_flags(const std::vector<std::string>& arguments) {
  for (const std::string& argument : arguments) check_flag(argument);
  const std::string file = flag_value(arguments, "--benchmark_out");
  if (!file.empty() && !std::ofstream(file, std::ios::app)) {
    throw BadInput(fmt::format("time: --benchmark_out: {}: {}", file, std::strerror(errno)));
  }
}

std::string flag_value(const std::vector<std::string>& arguments, const std::string& flag) {
  std::string value;
  for (const std::string& argument : arguments) {
    if (argument.starts_with(flag + "=")) value = argument.substr(flag.size() + 1);
  }
  return value;
}

}  // namespace descend
