// `descend time`: what steps, gradients and whole runs cost and what the machine allows.

#include "harness/time/time.h"

#include <fmt/format.h>

#include "harness/commands/command.h"
#include "harness/terminal/output.h"

namespace descend {
namespace {

class TimeCommand final : public Command {
 public:
  TimeCommand()
      : Command("time",
                "Costs of a step, a gradient, a run; takes Google Benchmark's own flags "
                "(--benchmark_filter=step/sgd)") {
    arguments.option("--out", out_, "The folder for timings.json (results/runs/timings)")
        .value("DIR");
    arguments.plugins();
    arguments.rest(flags_);
    examples = R"(  descend time
  descend time --benchmark_filter='step/adam' --out timings)";
  }

  int run(const Invocation& invocation) override {
    if (const auto file = measure_timings(invocation.registry, flags_, out_)) {
      print("\n{}\n", file->string());
    }
    return kDone;
  }

 private:
  std::string out_ = "results/runs/timings";
  // Google Benchmark's.
  std::vector<std::string> flags_;
};

}  // namespace

std::unique_ptr<Command> time_command() { return std::make_unique<TimeCommand>(); }

}  // namespace descend
