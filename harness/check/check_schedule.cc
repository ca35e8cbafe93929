// The contract of a schedule.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "harness/check/check.h"
#include "harness/check/check_state.h"

namespace descend {
namespace {

constexpr Index kUpdates = 200;

/// The factors of a whole run, with a loss that falls for half of it and then stays.
std::vector<double> factors(Schedule& schedule) {
  RunInfo run;
  run.steps = kUpdates;
  schedule.start(run);
  std::vector<double> factors;
  for (Index t = 0; t < kUpdates; ++t) {
    factors.push_back(schedule.factor(t));
    schedule.observe(std::max(1.0, 2.0 - 2.0 * static_cast<double>(t) / kUpdates));
  }
  return factors;
}

}  // namespace

std::vector<ContractResult> check_schedule(const ProgramRegistry& registry, const Settings& given) {
  ContractReport report;
  report.add(check_options(registry, Kind::schedule, given));
  auto make = [&] {
    const Settings settings = registry.resolve(Kind::schedule, given, given.name);
    return registry.schedule(given.name).make(settings, registry);
  };
  report.expect("every factor is a number, and none is negative", [&]() -> std::string {
    const Made<Schedule> schedule = make();
    const std::vector<double> all = factors(*schedule.object);
    for (std::size_t t = 0; t < all.size(); ++t) {
      if (!std::isfinite(all[t]) || all[t] < 0) {
        return fmt::format("the factor of update {} is {}", t, all[t]);
      }
    }
    return "";
  });
  report.expect("starting twice is starting once", [&]() -> std::string {
    const Made<Schedule> schedule = make();
    const std::vector<double> first = factors(*schedule.object);
    return factors(*schedule.object) == first ? "" : "the second run has other factors";
  });
  report.expect("two schedules of one setting give the same factors", [&]() -> std::string {
    const Made<Schedule> one = make(), other = make();
    return factors(*one.object) == factors(*other.object) ? "" : "they differ";
  });
  report.expect("a run goes on from its state", [&] { return schedule_goes_on(registry, given); });
  report.expect("a schedule that looks at losses says so", [&]() -> std::string {
    const Made<Schedule> seeing = make(), blind = make();
    if (seeing.object->adaptive()) return "";
    RunInfo run;
    run.steps = kUpdates;
    blind.object->start(run);
    std::vector<double> unseen;
    for (Index t = 0; t < kUpdates; ++t) unseen.push_back(blind.object->factor(t));
    return factors(*seeing.object) == unseen ? ""
                                             : "its factors change with the losses it is shown";
  });
  return std::move(report).all();
}

}  // namespace descend
