#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "harness/commands/arguments.h"
#include "harness/settings/settings.h"

namespace descend {

/// The options of an experiment (see harness/plan/experiment_options.h) on a command line.
class ExperimentFlags {
 public:
  /// Declares all of them but `without`.
  void declare(Arguments& arguments, const std::vector<std::string_view>& without = {});

  /// What was given, in the form of a suite's `defaults`, with the texts as they were given: they
  /// are read where the plan is made. Throws BadInput where two exclude each other.
  Json as_json() const;

 private:
  // One for each row of the table; empty: not given.
  std::vector<std::string> texts_;
  // By key: those without a value.
  std::map<std::string_view, bool> flags_;
};

}  // namespace descend
