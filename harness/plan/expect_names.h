/// What a suite's expectations name: optimizers of their experiment, figures of its problems.
#pragma once

#include <string>
#include <vector>

#include "harness/plan/suite.h"

namespace descend {

/// Throws BadInput where `better` names an optimizer that the experiment does not have, neither by
/// its name nor with its settings.
void check_expected_optimizers(const Experiment& experiment);

/// Whether an entry names a figure.
bool expects_figures(const Json& expect);

/// Throws BadInput where an entry names a figure that runs on this problem do not have.
void check_expected_figures(const Experiment& experiment, const std::string& problem,
                            const std::vector<std::string>& metrics);

}  // namespace descend
