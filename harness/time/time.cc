#include "harness/time/time.h"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <ostream>
#include <sstream>
#include <streambuf>

#include "harness/terminal/output.h"
#include "harness/terminal/style.h"
#include "harness/time/benchmark_flags.h"
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

// What is JSON, and says how this program was built: Google Benchmark's own words for it are about
// its library, which Debian builds with its assertions.
std::string mended(std::string text) {
#ifdef NDEBUG
  const std::string debug = R"("library_build_type": "debug")";
  if (const std::size_t at = text.find(debug); at != text.npos) {
    text.replace(at, debug.size(), R"("library_build_type": "release")");
  }
#endif
  return without_bare_words(text);
}

// The arguments have to stay: Google Benchmark keeps a pointer to the first.
void set_up(std::vector<std::string>& arguments) {
  arguments.insert(arguments.begin(), "descend");
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  int argc = static_cast<int>(argv.size());
  benchmark::Initialize(&argc, argv.data());
}

// Takes what a reporter prints, as it comes.
class ReporterOutput : public std::streambuf {
 protected:
  int_type overflow(int_type character) override {
    const char byte = traits_type::to_char_type(character);
    print_text({&byte, 1});
    return character;
  }
  std::streamsize xsputn(const char* text, std::streamsize size) override {
    print_text({text, static_cast<std::size_t>(size)});
    return size;
  }
};

// Runs those that match; returns how many there are. What is meant for people appears as it comes,
// `for_programs` as a whole.
std::size_t run_benchmarks(bool for_programs) {
  // What it would say on standard error itself is said in the program's own way.
  const std::unique_ptr<benchmark::BenchmarkReporter> reporter(
      benchmark::CreateDefaultDisplayReporter());
  std::ostringstream errors, document;
  ReporterOutput buffer;
  std::ostream table(&buffer);
  reporter->SetErrorStream(&errors);
  reporter->SetOutputStream(for_programs ? &document : &table);
  const std::size_t count = benchmark::RunSpecifiedBenchmarks(reporter.get());
  benchmark::Shutdown();
  if (count > 0) print_document(mended(document.str()));
  return count;
}

}  // namespace

std::optional<fs::path> measure_timings(const ProgramRegistry& registry,
                                        std::vector<std::string> arguments,
                                        const fs::path& folder) {
  check_benchmark_flags(arguments);
  add_step_timings(registry);
  add_gradient_timings(registry);
  add_run_timings(registry);
  add_limit_timings();
  const bool new_folder = fs::create_directories(folder);
  const fs::path place = folder / "timings.json";
  const fs::path draft = place.string() + ".new";
  const std::string format = flag_value(arguments, "--benchmark_format");
  const bool for_programs = format == "json" || format == "csv";
  const bool lists = std::ranges::any_of(arguments, [](const std::string& argument) {
    return argument.starts_with("--benchmark_list_tests");
  });
  const bool writes = !lists && flag_value(arguments, "--benchmark_out").empty();
  if (writes) {
    arguments.push_back("--benchmark_out=" + draft.string());
    arguments.push_back("--benchmark_out_format=json");
  }
  if (flag_value(arguments, "--benchmark_color").empty()) {
    arguments.push_back(std::string("--benchmark_color=") + (colours() ? "true" : "false"));
  }
  set_up(arguments);
  if (run_benchmarks(for_programs && !lists) == 0) {
    fs::remove(draft);
    if (new_folder) fs::remove(folder);
    throw BadInput("time: no benchmark matches the filter; --benchmark_list_tests lists them");
  }
  if (!writes) return {};
  std::ifstream file(draft, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  write_atomically(place, mended(text.str()));
  fs::remove(draft);
  if (for_programs) return {};
  return place;
}

}  // namespace descend
