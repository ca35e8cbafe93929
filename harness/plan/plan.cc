#include "harness/plan/plan.h"

#include <algorithm>
#include <numeric>

#include "harness/plan/expect_names.h"
#include "harness/plan/run_id.h"

namespace descend {

Plan::Plan(Suite suite, const ProgramRegistry& registry)
    : suite_(std::move(suite)), registry_(registry) {
  for (const Experiment& experiment : suite_.experiments) {
    begins_.push_back(begins_.back() + experiment.size());
  }
  ids_.reserve(begins_.back());
  for (const Experiment& experiment : suite_.experiments) {
    check_expected_optimizers(experiment);
    const bool names_figures = expects_figures(experiment.expect);
    for (std::size_t i = 0; i < experiment.size(); ++i) {
      const RunRequest request = experiment.request_at(i, registry_);
      const Run run = make_run(request, registry_, *known_);
      ids_.push_back(digest_in_id(run.id).value());
      if (names_figures) {
        if (const auto traits =
                known_->problem(run.settings.problem, run.settings.precision, registry_)) {
          check_expected_figures(experiment, run.settings.problem_spec, traits->metrics);
        }
      }
      unmade_repetitions_ += run.settings.seed != request.options.seed;
    }
  }
  by_id_.resize(ids_.size());
  std::iota(by_id_.begin(), by_id_.end(), std::size_t{0});
  std::ranges::sort(by_id_, [&](std::size_t a, std::size_t b) {
    return ids_[a] != ids_[b] ? ids_[a] < ids_[b] : a < b;
  });
  for (std::size_t i = 0; i < by_id_.size(); ++i) {
    distinct_ += i == 0 || ids_[by_id_[i]] != ids_[by_id_[i - 1]];
  }
}

std::string Plan::id_at(std::size_t index) const { return run_id(ids_.at(index)); }

Run Plan::run_at(std::size_t index) const {
  const auto end = std::ranges::upper_bound(begins_, index);
  const auto experiment = static_cast<std::size_t>(end - begins_.begin()) - 1;
  return make_run(
      suite_.experiments.at(experiment).request_at(index - begins_[experiment], registry_),
      registry_, *known_);
}

bool Plan::contains(std::string_view id) const {
  const std::optional<Digest> digest = digest_in_id(id);
  return digest && first_with(*digest) < size();
}

std::size_t Plan::first_with(const Digest& id) const {
  const auto found =
      std::ranges::lower_bound(by_id_, id, {}, [&](std::size_t index) { return ids_[index]; });
  return found != by_id_.end() && ids_[*found] == id ? *found : size();
}

}  // namespace descend
