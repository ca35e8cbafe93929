#include "harness/time/time.h"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <sstream>

#include "harness/time/time_benchmarks.h"
#include "results/files/atomic_file.h"

namespace descend {
namespace {

namespace fs = std::filesystem;

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

bool any_begins_with(const std::vector<std::string>& arguments, const char* flag) {
  return std::ranges::any_of(arguments,
                             [&](const std::string& word) { return word.starts_with(flag); });
}

// The arguments have to stay: Google Benchmark keeps a pointer to the first.
void set_up(std::vector<std::string>& arguments) {
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
}

// Runs those that match; returns how many there are.
std::size_t run_benchmarks() {
  // What it would say on standard error itself is said in the program's own way.
  const std::unique_ptr<benchmark::BenchmarkReporter> reporter(
      benchmark::CreateDefaultDisplayReporter());
  std::ostringstream errors;
  reporter->SetErrorStream(&errors);
  const std::size_t count = benchmark::RunSpecifiedBenchmarks(reporter.get());
  benchmark::Shutdown();
  return count;
}

}  // namespace

std::optional<fs::path> measure_timings(const ProgramRegistry& registry,
                                        std::vector<std::string> arguments,
                                        const fs::path& folder) {
  add_step_timings(registry);
  add_gradient_timings(registry);
  add_run_timings(registry);
  add_limit_timings();
  const bool new_folder = fs::create_directories(folder);
  const fs::path place = folder / "timings.json";
  const fs::path draft = place.string() + ".new";
  const bool writes = !any_begins_with(arguments, "--benchmark_list_tests") &&
                      !any_begins_with(arguments, "--benchmark_out=");
  if (writes) {
    arguments.push_back("--benchmark_out=" + draft.string());
    arguments.push_back("--benchmark_out_format=json");
  }
  set_up(arguments);
  if (run_benchmarks() == 0) {
    fs::remove(draft);
    if (new_folder) fs::remove(folder);
    throw BadInput("time: no benchmark matches the filter; --benchmark_list_tests lists them");
  }
  if (!writes) return {};
  std::ifstream file(draft, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  write_atomically(place, without_bare_words(text.str()));
  fs::remove(draft);
  return place;
}

}  // namespace descend
