/// The part of the contract that says that a run can go on elsewhere: state that is saved in its
/// middle and put into a new object, made and started alike, leads to the same bits.
#pragma once

#include <string>

#include "harness/registry/registry.h"

namespace descend {

/// What is wrong, in words; empty: nothing. `settings` are laid over the defaults. Each names the
/// piece of state that was forgotten, as far as that can be seen.
template <typename Scalar>
std::string optimizer_goes_on(const ProgramRegistry& registry, const Settings& settings);

template <typename Scalar>
std::string problem_goes_on(const ProgramRegistry& registry, const Settings& settings);

std::string schedule_goes_on(const ProgramRegistry& registry, const Settings& settings);

}  // namespace descend
