// `descend time`: what steps, gradients and whole runs cost and what the machine allows, measured
// by Google Benchmark.

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include "harness/commands/commands.h"
#include "harness/time/time_benchmarks.h"
#include "results/files/atomic_file.h"

namespace descend {
namespace {

// Google Benchmark writes counters that are not finite as bare words, which is not JSON.
std::string without_bare_words(std::string_view text) {
  std::string mended;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"' && (i == 0 || text[i - 1] != '\\')) quoted = !quoted;
    bool replaced = false;
    for (const std::string_view word :
         {"-NaN", "NaN", "-nan", "nan", "-Infinity", "Infinity", "-inf", "inf"}) {
      if (quoted || !text.substr(i).starts_with(word)) continue;
      mended += "null";
      i += word.size() - 1;
      replaced = true;
      break;
    }
    if (!replaced) mended += text[i];
  }
  return mended;
}

}  // namespace

int time_command(const ProgramRegistry& registry, std::vector<std::string> arguments,
                 const std::string& out) {
  add_step_timings(registry);
  add_gradient_timings(registry);
  add_run_timings(registry);
  add_limit_timings();
  const bool new_folder = std::filesystem::create_directories(out);
  const std::filesystem::path place = std::filesystem::path(out) / "timings.json";
  const std::filesystem::path draft = place.string() + ".new";
  const bool list_only = std::ranges::any_of(arguments, [](const std::string& argument) {
    return argument.starts_with("--benchmark_list_tests");
  });
  const bool own_file = std::ranges::any_of(arguments, [](const std::string& argument) {
    return argument.starts_with("--benchmark_out=");
  });
  if (!own_file && !list_only) {
    arguments.push_back("--benchmark_out=" + draft.string());
    arguments.push_back("--benchmark_out_format=json");
  }
  arguments.insert(arguments.begin(), "descend");
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  int argc = static_cast<int>(argv.size());
  benchmark::Initialize(&argc, argv.data());
  if (argc > 1) {
    throw BadInput(
        fmt::format("time: unknown argument '{}'; --out and Google Benchmark's "
                    "--benchmark_… are allowed",
                    argv[1]));
  }
  // What it would say on standard error itself is said in the program's own way.
  const std::unique_ptr<benchmark::BenchmarkReporter> reporter(
      benchmark::CreateDefaultDisplayReporter());
  std::ostringstream errors;
  reporter->SetErrorStream(&errors);
  const std::size_t count = benchmark::RunSpecifiedBenchmarks(reporter.get());
  benchmark::Shutdown();
  if (count == 0) {
    std::filesystem::remove(draft);
    if (new_folder) std::filesystem::remove(out);
    throw BadInput("time: no benchmark matches the filter; --benchmark_list_tests lists them");
  }
  if (own_file || list_only) return kDone;
  std::ifstream file(draft, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  write_whole_file(place, without_bare_words(text.str()));
  std::filesystem::remove(draft);
  fmt::print("\n{}\n", place.string());
  return kDone;
}

}  // namespace descend
