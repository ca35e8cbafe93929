// `descend verify DIR`: runs again what a folder holds and compares trace hashes.

#include <fmt/format.h>

#include "harness/commands/command.h"
#include "harness/plan/make_run.h"
#include "harness/run/parallel.h"
#include "harness/run/runner.h"
#include "harness/terminal/output.h"
#include "harness/terminal/progress.h"
#include "harness/terminal/text.h"
#include "results/record/read_runs.h"
#include "results/record/write_record.h"

namespace descend {
namespace {

// A finished run, as its line tells it, and what running it again gave.
struct Verified {
  Run run;
  // The id that the line's settings have in this program; another than the line's where the line
  // has been changed, or was written by a program with other options.
  std::string id_now;
  Status status = Status::failed, status_now = Status::failed;
  std::string expected, found;

  bool agrees() const { return found == expected && status_now == status; }
};

// What was asked for, as far as it made the run: everything of the line that is resolved already.
RunRequest request_of(const RunSettings& settings, const std::string& where) {
  RunRequest request(where);
  request.problem = settings.problem;
  request.optimizer = settings.optimizer;
  request.schedule = settings.schedule;
  request.changes = settings.changes;
  request.label = settings.label;
  request.problem_spec = settings.problem_spec;
  request.optimizer_spec = settings.optimizer_spec;
  request.options.seed = settings.seed;
  request.options.precision = settings.precision;
  request.options.batch_size = settings.batch_size;
  request.options.budget = settings.budget;
  request.options.record = settings.record;
  request.options.loss_bound = settings.loss_bound;
  request.options.target_loss = settings.target_loss;
  return request;
}

Verified planned_again(const RunLine& line, const std::string& where,
                       const ProgramRegistry& registry) {
  Verified verified;
  verified.run = make_run(request_of(line.settings, where), registry);
  verified.id_now = verified.run.id;
  verified.run.id = line.id;
  verified.status = line.outcome.status;
  verified.expected = line.trace_hash;
  return verified;
}

// What a folder holds, apart from what cannot be compared.
struct Folder {
  std::vector<Verified> runs;
  std::size_t timed_out = 0;
  std::size_t crashed = 0;
  bool torn = false;
};

Folder read_folder(const std::string& folder, const ProgramRegistry& registry) {
  Folder all;
  const std::string nothing = trace_hash(Record{});
  Index number = 0;
  const ReadReport report = read_runs(folder, Traces::skip, [&](StoredRun& run) {
    const std::string where = fmt::format("{}/runs.jsonl:{}", folder, ++number);
    const Status status = run.line.outcome.status;
    // Where a clock ended a run is nothing that repeats, and what was thrown left no trace.
    if (status == Status::timeout) {
      ++all.timed_out;
    } else if (status == Status::failed && run.line.trace_hash == nothing) {
      ++all.crashed;
    } else {
      all.runs.push_back(planned_again(run.line, where, registry));
    }
  });
  all.torn = report.torn;
  return all;
}

void print_difference(const Verified& verified) {
  print("{}  {} on {}, seed {}\n", verified.run.id, printable(verified.run.settings.optimizer_spec),
        printable(verified.run.settings.problem_spec), verified.run.settings.seed);
  print("  expected {}  {}\n  found    {}  {}\n", verified.expected, name_of(verified.status),
        verified.found, name_of(verified.status_now));
  if (verified.id_now != verified.run.id) {
    print(
        "  its settings have the id {} in this program: the line was changed, or another "
        "version wrote it\n",
        verified.id_now);
  }
}

void print_left_out(std::size_t count, const char* why) {
  if (count > 0) print("{} {} not compared: {}\n", count, count == 1 ? "run" : "runs", why);
}

class VerifyCommand final : public Command {
 public:
  VerifyCommand() : Command("verify", "Runs again what DIR holds, compares trace hashes") {
    arguments.positional("DIR", folder_, "A folder of results").required();
    arguments.plugins();
    arguments.jobs(jobs_);
    examples = R"(  descend verify results/runs/article --jobs 0)";
  }

  int run(const Invocation& invocation) override {
    Folder all = read_folder(folder_, invocation.registry);
    run_again(all.runs, invocation.registry);
    std::size_t agree = 0;
    for (const Verified& verified : all.runs) {
      if (verified.agrees()) {
        ++agree;
      } else {
        print_difference(verified);
      }
    }
    print_left_out(all.timed_out, "the time ran out, which need not repeat");
    print_left_out(all.crashed, "failed, without a trace");
    if (all.torn) print("the last line of runs.jsonl was cut short, left out\n");
    print("{} of {} runs agree: {}/runs.jsonl\n", agree, all.runs.size(), folder_);
    return agree == all.runs.size() ? kDone : kCheckMissed;
  }

 private:
  void run_again(std::vector<Verified>& runs, const ProgramRegistry& registry) const {
    Progress progress(runs.size(), true);
    for_each_in_parallel(runs.size(), static_cast<int>(jobs_), [&](std::size_t i) {
      Verified& verified = runs[i];
      const Record record = run_one(verified.run, registry);
      verified.found = trace_hash(record);
      verified.status_now = record.outcome.status;
      progress.advance(verified.run.settings.optimizer_spec);
    });
  }

  std::string folder_;
  Index jobs_ = 1;
};

}  // namespace

std::unique_ptr<Command> verify_command() { return std::make_unique<VerifyCommand>(); }

}  // namespace descend
