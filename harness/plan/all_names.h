/// `all` and `FAMILY/` on a command line: every name that fits.
#pragma once

#include <string>
#include <vector>

#include "harness/plan/experiment_options.h"
#include "harness/registry/registry.h"

namespace descend {

/// The words of a command line behind -p, -o and -s.
struct Names {
  std::vector<std::string> problems, optimizers, schedules;
};

/// Puts in the place of each `all` the names of its kind, and of each `adaptive/` those of that
/// family, that can run with their defaults beside the other words. Gives those that cannot, each
/// with its reason. Throws BadInput for an unknown family, and where no name fits.
std::vector<std::string> expand_names(Names& names, const ExperimentOptions& options,
                                      const ProgramRegistry& registry);

}  // namespace descend
