#include "results/record/figures.h"

#include "descend/types.h"

namespace descend {
namespace {

double step_number(const std::optional<Index>& step) {
  return step ? static_cast<double>(*step) : kNaN;
}

constexpr OutcomeFigure kFigures[] = {
    {"final_loss", [](const Outcome& outcome) { return outcome.final_loss; }},
    {"best_loss", [](const Outcome& outcome) { return outcome.best_loss; }},
    {"steps", [](const Outcome& outcome) { return static_cast<double>(outcome.steps); }},
    {"target_step", [](const Outcome& outcome) { return step_number(outcome.target_step); }},
    {"reached_step", [](const Outcome& outcome) { return step_number(outcome.reached_step); }},
};

}  // namespace

std::span<const OutcomeFigure> outcome_figures() { return kFigures; }

}  // namespace descend
