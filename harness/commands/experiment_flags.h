#pragma once

#include "harness/commands/arguments.h"
#include "harness/plan/run_knobs.h"

namespace descend {

/// The options of an experiment as options of a command.
void add_experiment_flags(Arguments& arguments, RunKnobs& knobs, bool with_record);

}  // namespace descend
