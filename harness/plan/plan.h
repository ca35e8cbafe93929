/// A suite, planned: every run that it asks for is known to be possible, and made when it is asked
/// for.
#pragma once

#include <cstddef>
#include <memory>
#include <ranges>
#include <string>
#include <string_view>
#include <vector>

#include "harness/plan/make_run.h"
#include "harness/plan/suite.h"
#include "results/files/hash.h"

namespace descend {

/// The runs of all experiments, one experiment after another. Two of them may ask for the same run;
/// it is then numbered twice and has the same id. Of each run its id is held, in 16 bytes.
class Plan {
 public:
  /// Makes each run once, so that bad input is found before anything runs: throws BadInput. The
  /// registry must outlive the plan.
  Plan(Suite suite, const ProgramRegistry& registry);

  const Suite& suite() const { return suite_; }

  /// How many runs there are, those that are asked for again included.
  std::size_t size() const { return ids_.size(); }
  /// How many different ones.
  std::size_t distinct() const { return distinct_; }

  /// How many repetitions are the same run as the first, since no seed changes anything there.
  std::size_t unmade_repetitions() const { return unmade_repetitions_; }

  std::string id_at(std::size_t index) const;
  /// May be called from several threads.
  Run run_at(std::size_t index) const;
  /// Whether a run before this one has the same id.
  bool is_repeated(std::size_t index) const { return first_with(ids_[index]) != index; }
  bool contains(std::string_view id) const;

  /// The numbers of the runs of an experiment of this suite.
  std::ranges::iota_view<std::size_t, std::size_t> runs_of(const Experiment& experiment) const {
    const auto number = static_cast<std::size_t>(&experiment - suite_.experiments.data());
    return {begins_[number], begins_[number + 1]};
  }

 private:
  // The number of the first run with that id; size() where there is none.
  std::size_t first_with(const Digest& id) const;

  Suite suite_;
  const ProgramRegistry& registry_;
  std::unique_ptr<KnownInputs> known_ = std::make_unique<KnownInputs>();
  // The number of each experiment's first run, and at last that of all runs.
  std::vector<std::size_t> begins_ = {0};
  std::vector<Digest> ids_;
  // The numbers of the runs in the order of their ids, equal ones in their own order.
  std::vector<std::size_t> by_id_;
  std::size_t distinct_ = 0;
  std::size_t unmade_repetitions_ = 0;
};

}  // namespace descend
