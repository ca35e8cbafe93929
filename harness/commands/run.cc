// `descend run`: suites or a cross product, planned, run in parallel, stored, shown and checked.

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <tuple>

#include "harness/commands/command.h"
#include "harness/commands/experiment_flags.h"
#include "harness/commands/run_suite.h"
#include "harness/plan/all_names.h"
#include "harness/plan/parse_suite.h"
#include "harness/plan/plan.h"
#include "harness/registry/suites.h"
#include "harness/settings/wording.h"
#include "harness/terminal/output.h"

namespace descend {
namespace {

namespace fs = std::filesystem;

constexpr const char* kRunAbout =
    R"(Runs suites, or the cross product of problems, optimizers and schedules.

SUITE is the name of a shipped suite or the path of a suite file (with a '/' or ending in .json);
without anything the suite 'article' is run. With a suite, -o, -s and --change replace its own.
`all` names everything that fits, `adaptive/` all of a family (see descend list).
What is in the output folder already is not run again.)";

// OPTION@STEP=VALUE
Json parse_change(const std::string& text) {
  const std::size_t at = text.find('@'), equals = text.find('=', at == text.npos ? 0 : at);
  const Json step = at == text.npos || equals == text.npos
                        ? Json()
                        : Json::parse(text.substr(at + 1, equals - at - 1), nullptr, false);
  if (!step.is_number_unsigned() || at == 0) {
    throw BadInput(
        fmt::format("--change: '{}' is not OPTION@STEP=VALUE, as in "
                    "learning_rate@500=0.1",
                    text));
  }
  const Json value = parse_spec("x:value=" + text.substr(equals + 1))["value"];
  return {{"option", text.substr(0, at)}, {"step", step}, {"value", value}};
}

Json specs(const std::vector<std::string>& texts) {
  Json list = Json::array();
  for (const std::string& text : texts) list.push_back(parse_spec(text));
  return list;
}

class RunCommand final : public Command {
 public:
  RunCommand() : Command("run", kRunAbout) {
    arguments.positional("SUITE", suites_, "Suites to run");
    arguments.words("-p,--problem", names_.problems, "Problems, as name:key=value,…");
    arguments.words("-o,--optimizer", names_.optimizers, "Optimizers");
    arguments.words("-s,--schedule", names_.schedules, "Learning rate schedules");
    arguments.repeated("--change", changes_, "Change a setting before update STEP, in mid-run")
        .value("OPTION@STEP=VALUE");
    experiment_flags_.declare(arguments);
    arguments.jobs(jobs_);
    arguments.option("--out", out_, "The folder for results (results/runs/<suite>)").value("DIR");
    arguments.flag("--resume", resume_, "Run only what is missing (the default)");
    arguments.flag("--restart", mode_.restart, "Move the old folder aside first")
        .excludes("--resume");
    arguments.flag("--quiet", mode_.quiet,
                   "No tables and no progress, only what does not hold and the last line");
    arguments.option("--junit", junit_, "JUnit XML, a test case for each expectation")
        .value("FILE");
    arguments.plugins();
    examples = R"(  descend run                                     replay the article "Optimizers"
  descend run my_suite.json --jobs 0 --out results/mine
  descend run -p spiral -o sgd momentum           two rules on one problem
  descend run -p article_landscape -o 'momentum:learning_rate={0.001,0.01,0.1},momentum=0.9'
  descend run -p spiral -o sgd -s inverse_time:decay=1e-3 --epochs 2000 --repetitions 5
  descend run -p landscape/ -o all
  descend run -p rosenbrock -o 'sam:base=(momentum:learning_rate=1e-4)' --steps 5000
  descend run -p double_well -o sgd:learning_rate=0.1 --change learning_rate@500=0.01)";
  }

  int run(const Invocation& invocation) override {
    mode_.jobs = static_cast<int>(jobs_);
    check_junit_place();
    expand(invocation.registry);
    std::vector<CheckedSuite> checked;
    bool missed = false;
    std::string failure;
    // Everything is planned before anything runs, so that bad input leaves nothing half-done.
    for (const auto& [plan, folder] : plan_all(invocation.registry)) {
      SuiteResult result = run_suite(plan, folder, mode_, invocation);
      missed = missed || result.missed;
      if (failure.empty()) failure = result.failure;
      checked.push_back(std::move(result.checked));
    }
    if (!junit_.empty()) write_junit(junit_, checked);
    if (!failure.empty()) throw std::runtime_error(failure);
    return missed ? kCheckMissed : kDone;
  }

 private:
  // `all` and `FAMILY/` among the names.
  void expand(const ProgramRegistry& registry) {
    ExperimentOptions options;
    options.read_flags(experiment_flags_.as_json());
    const std::vector<std::string> left_out = expand_names(names_, options, registry);
    if (!left_out.empty() && !mode_.quiet) {
      print("Left out: {}\n", fmt::format("{}", fmt::join(left_out, "; ")));
    }
  }

  struct Work {
    Plan plan;
    fs::path folder;
  };

  // Before hours of runs, not after them.
  void check_junit_place() const {
    if (junit_.empty()) return;
    const fs::path folder = fs::absolute(junit_).parent_path();
    if (!fs::is_directory(folder)) {
      throw BadInput(fmt::format("--junit: there is no folder {}", folder.string()));
    }
    if (fs::is_directory(junit_)) {
      throw BadInput(fmt::format("--junit: {} is a folder, and not a file to write", junit_));
    }
  }

  std::vector<Work> plan_all(const ProgramRegistry& registry) const {
    if (names_.problems.empty()) return plan_suites(registry);
    if (!suites_.empty()) {
      throw BadInput("run: a suite brings its own problems; give either suites or -p");
    }
    if (names_.optimizers.empty())
      throw BadInput("run: -p needs at least one optimizer, as in -o sgd");
    Plan plan(read_command_line(specs(names_.problems), overrides()), registry);
    const fs::path folder = folder_of(plan.suite().name, false);
    std::vector<Work> all;
    all.push_back({std::move(plan), folder});
    return all;
  }

  std::vector<Work> plan_suites(const ProgramRegistry& registry) const {
    if (suites_.empty() && (!names_.optimizers.empty() || !names_.schedules.empty())) {
      throw BadInput("run: -o and -s need a problem (-p spiral) or a suite to run on");
    }
    refuse_plugins(registry);
    const std::vector<std::string> names =
        suites_.empty() ? std::vector<std::string>{"article"} : suites_;
    std::vector<Work> all;
    for (const std::string& name : names) {
      const SuiteSource source = load_suite(name);
      Suite suite = read_suite(parse_suite(source), source.where, overrides());
      if (suite.name.empty()) suite.name = fs::path(name).stem().string();
      if (suite.name.find_first_of("/\\") != std::string::npos || suite.name.starts_with('.')) {
        throw BadInput(fmt::format("{}.name: '{}' cannot name a folder", source.where, suite.name));
      }
      const fs::path folder = folder_of(suite.name, names.size() > 1);
      if (std::ranges::find(all, folder, &Work::folder) != all.end()) {
        throw BadInput(fmt::format("run: two suites would share the folder {}", folder.string()));
      }
      all.push_back({Plan(std::move(suite), registry), folder});
    }
    return all;
  }

  // Problems and rules that stand where suites do, as in `descend run rosenbrock sgd`.
  void refuse_plugins(const ProgramRegistry& registry) const {
    const auto kind_of = [&](const std::string& spec) {
      return registry.kind_of(spec.substr(0, spec.find(':')));
    };
    const auto first =
        std::ranges::find_if(suites_, [&](auto& spec) { return kind_of(spec).has_value(); });
    if (first == suites_.end()) return;
    std::string command = "descend run";
    for (const auto& [kind, flag, given, otherwise] :
         {std::tuple{Kind::problem, "-p", &names_.problems, " PROBLEM"},
          {Kind::optimizer, "-o", &names_.optimizers, " OPTIMIZER"},
          {Kind::schedule, "-s", &names_.schedules, ""}}) {
      std::string words;
      for (const std::vector<std::string>* list : {&suites_, given}) {
        for (const std::string& spec : *list) {
          if (list == given || kind_of(spec) == kind) words += " " + shell_word(spec);
        }
      }
      if (words.empty()) words = otherwise;
      if (!words.empty()) command += fmt::format(" {}{}", flag, words);
    }
    throw BadInput(fmt::format("run: '{}' is {} {}, not a suite; write {}", *first,
                               kind_of(*first) == Kind::optimizer ? "an" : "a",
                               kind_name(*kind_of(*first)), command));
  }

  // What takes the place of a suite's own.
  Json overrides() const {
    Json overrides = experiment_flags_.as_json();
    if (!names_.optimizers.empty()) overrides["optimizers"] = specs(names_.optimizers);
    if (!names_.schedules.empty()) overrides["schedules"] = specs(names_.schedules);
    for (const std::string& change : changes_) {
      overrides["changes"].push_back(parse_change(change));
    }
    return overrides;
  }

  fs::path folder_of(const std::string& name, bool several) const {
    if (out_.empty()) return fs::path("results/runs") / name;
    return several ? fs::path(out_) / name : fs::path(out_);
  }

  std::vector<std::string> suites_, changes_;
  Names names_;
  ExperimentFlags experiment_flags_;
  Index jobs_ = 1;
  std::string out_, junit_;
  bool resume_ = false;
  RunMode mode_;
};

}  // namespace

std::unique_ptr<Command> run_command() { return std::make_unique<RunCommand>(); }

}  // namespace descend
