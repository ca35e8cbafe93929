/// What a suite may expect of its runs: the key `expect` of an experiment, a list of entries.
/// harness/suites/README.md tells suites' authors what each key means.
#pragma once

#include <string>

#include "harness/settings/settings.h"

namespace descend {

/// Throws BadInput, beginning with `where`, for a list that no run could be held to.
///
/// An entry speaks of every run of the experiment, or of the one that `run` numbers from 0. Its
/// keys are `rows` (a step with figures as they are printed; `computed_by`: by which program, where
/// the article prints none), `verdict` and `status` (a word, or a list of which one has to hold),
/// `reached_minimum_index`, `by_step` (when that minimum is reached at the latest), `loss_at` (a
/// step, and what the loss is `at_most`), `final_loss_below`, `final_loss_above`, `diverged`,
/// `left_domain`, `metric` (one of the problem's at the last recorded state, `at_least` or
/// `at_most`), and `caption`, which is for people. An entry may speak of all runs together:
/// `median` (a figure's, over the seeds, `at_least` or `at_most`), and `better` (two optimizers,
/// the first with the better median `on` a figure).
void validate_expectations(const Json& expect, const std::string& where);

}  // namespace descend
