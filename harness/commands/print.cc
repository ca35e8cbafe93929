// `descend print DIR`: one line for each recorded state, as the article prints them.

#include <fmt/format.h>

#include "harness/commands/command.h"
#include "harness/settings/settings.h"
#include "harness/settings/wording.h"
#include "harness/terminal/output.h"
#include "harness/terminal/text.h"
#include "results/record/read_runs.h"

namespace descend {
namespace {

void print_run(const RunLine& run, const Trace& trace) {
  const RunSettings& settings = run.settings;
  print("# {}  {} on {}, seed {}\n", printable(run.id), printable(settings.optimizer_spec),
        printable(settings.problem_spec), settings.seed);
  const TraceColumn* steps = trace.find("step");
  if (!steps || steps->values.empty()) {
    print("# {}: {}\n", name_of(run.outcome.status), printable(run.outcome.reason));
    return;
  }
  const bool is_epoch = settings.regime == Regime::batch;
  for (std::size_t i = 0; i < steps->values.size(); ++i) {
    std::string line = fmt::format("{}: {}, ", is_epoch ? "epoch" : "step", steps->values[i]);
    auto add = [&](const char* column, const char* name, const char* format) {
      const TraceColumn* figures = trace.find(column);
      if (!figures) return;
      line += fmt::format("{}: {}, ", name, fmt::format(fmt::runtime(format), figures->values[i]));
    };
    add("accuracy", "acc", "{:.3f}");
    add("x0", trace.find("x1") ? "x0" : "x", "{:.6f}");
    add("x1", "x1", "{:.6f}");
    add("x2", "x2", "{:.6f}");
    add("loss", "loss", "{:.3f}");
    const TraceColumn* rates = trace.find("learning_rate");
    line += "lr: " + number_text(rates ? rates->values[i] : kNaN);
    print("{}\n", line);
  }
}

class PrintCommand final : public Command {
 public:
  PrintCommand() : Command("print", "One line a recorded state, as the article prints") {
    arguments.positional("DIR", folder_, "A folder of results").required();
    arguments.option("--id", id_, "Only this run");
    examples = R"(  descend print results/runs/adhoc
  descend print results/runs/article --id run-0123456789abcdef)";
  }

  int run(const Invocation&) override {
    bool found = false;
    std::vector<std::string> known;
    const ReadReport read = read_runs(folder_, Traces::read, [&](StoredRun& run) {
      known.push_back(run.line.id);
      if (!id_.empty() && known.back() != id_) return;
      if (found) print("\n");
      found = true;
      print_run(run.line, run.trace);
    });
    if (read.torn) say("The last line of runs.jsonl is cut short: left out.\n");
    if (!found && !id_.empty()) {
      throw BadInput(
          fmt::format("print: {} holds no run '{}'{}", folder_, id_, did_you_mean(id_, known)));
    }
    return kDone;
  }

 private:
  std::string folder_, id_;
};

}  // namespace

std::unique_ptr<Command> print_command() { return std::make_unique<PrintCommand>(); }

}  // namespace descend
