/// A map: what runs do over a grid of one or two settings of an optimizer, outcomes only.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "harness/map/map_axes.h"
#include "harness/plan/make_run.h"
#include "harness/run/lane_runs.h"

namespace descend {

struct MapRequest {
  std::string problem;
  /// With one or two grids in it.
  std::string optimizer;
  /// Empty: none.
  std::string schedule;
  ExperimentOptions options;
  /// Runs at the same time; 0: one for every core.
  int jobs = 1;
};

class Map {
 public:
  /// Throws BadInput for what no run can have.
  Map(MapRequest request, const ProgramRegistry& registry);

  /// Makes the runs. `done` is told, by any thread, how many more cells are done.
  void run(const std::function<void(std::size_t)>& done);

  const MapGrid& grid() const { return grid_; }
  /// The run of the first cell; the others differ from it in the axes only.
  const Run& first_run() const { return first_; }
  /// Whether runs that differ in the learning rate are made side by side.
  bool has_lanes() const { return has_lanes_; }

  /// One a cell, the first axis slowest.
  const std::vector<CellOutcome>& outcomes() const { return outcomes_; }
  /// The cell with the least final loss among those that neither diverged nor left the domain;
  /// nothing where there is none.
  std::optional<std::size_t> best_cell() const;
  /// How many runs have no state, and why the first of them has none.
  std::size_t not_made() const { return not_made_; }
  const std::string& why_not_made() const { return why_not_made_; }
  /// How many runs failed, as against those that were declined.
  std::size_t failed() const { return failed_; }

 private:
  RunRequest request_of(std::size_t cell) const;
  Run run_of(std::size_t cell);
  void run_alone(std::size_t cell);
  void run_in_lanes(const std::function<void(std::size_t)>& done);
  void run_rates(std::size_t other, std::size_t first, std::span<const double> rates);
  Run run_for_lanes(std::size_t cell) const;
  std::size_t cell_at(std::size_t rate, std::size_t other) const {
    return rate * next_rate_ + other * next_other_;
  }

  const MapRequest request_;
  const ProgramRegistry& registry_;
  MapGrid grid_;
  Settings problem_;
  std::optional<Settings> schedule_;
  KnownInputs known_;
  Run first_;
  bool has_lanes_ = false;
  // The axis of the learning rate, and how many cells lie from one of its values to the next, and
  // from one value of the other axis to the next.
  std::size_t rate_axis_ = 0, next_rate_ = 1, next_other_ = 1;
  std::vector<CellOutcome> outcomes_;
  std::atomic<std::size_t> not_made_ = 0, failed_ = 0;
  std::mutex mutex_;
  std::string why_not_made_;
};

}  // namespace descend
