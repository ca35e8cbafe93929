#include "harness/map/map.h"

#include <algorithm>
#include <array>

#include "descend/numerics/lanes.h"
#include "harness/run/parallel.h"
#include "harness/run/runner.h"
#include "harness/settings/grid.h"

namespace descend {
namespace {

// Cells along the learning rate that a thread takes at a time.
constexpr std::size_t kRatesAtATime = 1024;

}  // namespace

Map::Map(MapRequest request, const ProgramRegistry& registry)
    : request_(std::move(request)), registry_(registry), grid_(request_.optimizer, registry) {
  refuse_grids(request_.problem, "map: the problem");
  problem_ = SettingsGrid(request_.problem, "map").at(0);
  if (!request_.schedule.empty()) {
    refuse_grids(request_.schedule, "map: the schedule");
    schedule_ = SettingsGrid(request_.schedule, "map").at(0);
  }
  // What no run can have is bad input, before any of them begins.
  first_ = run_of(0);
  run_of(grid_.cells() - 1);
  outcomes_.resize(grid_.cells());

  const std::vector<MapAxis>& axes = grid_.axes();
  const auto rate = std::ranges::find(axes, "learning_rate", &MapAxis::name);
  has_lanes_ = rate != axes.end() && LaneRuns::make(first_.settings, registry) != nullptr;
  if (!has_lanes_) return;
  rate_axis_ = static_cast<std::size_t>(rate - axes.begin());
  (rate_axis_ == 0 ? next_rate_ : next_other_) = grid_.cells() / axes[0].values.size();
}

void Map::run(const std::function<void(std::size_t)>& done) {
  if (has_lanes_) return run_in_lanes(done);
  for_each_in_parallel(grid_.cells(), request_.jobs, [&](std::size_t cell) {
    run_alone(cell);
    done(1);
  });
}

std::optional<std::size_t> Map::best_cell() const {
  std::optional<std::size_t> best;
  double best_loss = kInfinity;
  for (std::size_t cell = 0; cell < outcomes_.size(); ++cell) {
    const CellOutcome& outcome = outcomes_[cell];
    const bool counts =
        outcome.verdict != Verdict::diverged && outcome.verdict != Verdict::left_domain;
    if (!counts || !(outcome.final_loss < best_loss)) continue;
    best = cell;
    best_loss = outcome.final_loss;
  }
  return best;
}

RunRequest Map::request_of(std::size_t cell) const {
  RunRequest request("map");
  request.problem = problem_;
  request.options = request_.options;
  request.set_optimizer(grid_.optimizer(cell), schedule_, registry_);
  return request;
}

Run Map::run_of(std::size_t cell) { return make_run(request_of(cell), registry_, known_); }

void Map::run_alone(std::size_t cell) {
  const Record record = run_one(run_of(cell), registry_);
  const Outcome& outcome = record.outcome;
  const Index minimum = outcome.reached_minimum_index.value_or(-1);
  outcomes_[cell] = {outcome.final_loss, outcome.steps, static_cast<std::int32_t>(minimum),
                     outcome.verdict};
  if (outcome.status == Status::failed) ++failed_;
  if (record.trace.columns.empty() || record.trace.columns.front().values.empty()) {
    ++not_made_;
    const std::lock_guard lock(mutex_);
    if (why_not_made_.empty()) why_not_made_ = outcome.reason;
  }
}

void Map::run_in_lanes(const std::function<void(std::size_t)>& done) {
  std::vector<double> rates;
  for (const Value& value : grid_.axes()[rate_axis_].values) rates.push_back(to_json(value));
  const std::size_t parts = (rates.size() + kRatesAtATime - 1) / kRatesAtATime;
  const std::size_t others = grid_.cells() / rates.size();
  for_each_in_parallel(others * parts, request_.jobs, [&](std::size_t task) {
    const std::size_t other = task / parts, first = task % parts * kRatesAtATime;
    const std::size_t count = std::min(kRatesAtATime, rates.size() - first);
    run_rates(other, first, std::span(rates).subspan(first, count));
    done(count);
  });
}

// The cells of these rates, which begin at number `first`, for one value of the other axis.
void Map::run_rates(std::size_t other, std::size_t first, std::span<const double> rates) {
  const Run run = run_for_lanes(cell_at(first, other));
  const auto lanes = LaneRuns::make(run.settings, registry_);
  std::array<CellOutcome, Lanes::kCount> outcomes;
  for (std::size_t i = 0; i < rates.size(); i += Lanes::kCount) {
    const std::size_t count = std::min<std::size_t>(Lanes::kCount, rates.size() - i);
    const bool finished = lanes->run(rates.subspan(i, count), std::span(outcomes).first(count));
    for (std::size_t lane = 0; lane < count; ++lane) {
      const std::size_t cell = cell_at(first + i + lane, other);
      if (finished) {
        outcomes_[cell] = outcomes[lane];
      } else {
        run_alone(cell);
      }
    }
  }
}

// Its id is the first cell's, and not needed: rules that draw random numbers have no lanes.
Run Map::run_for_lanes(std::size_t cell) const {
  Run run = first_;
  run.settings.optimizer = registry_.resolve(Kind::optimizer, request_of(cell).optimizer, "map");
  return run;
}

}  // namespace descend
