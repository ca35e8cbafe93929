/// Changes of an optimizer's settings in mid-run.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "harness/plan/plan.h"

namespace descend {

/// A suite's `changes` for one optimizer, in the order of their steps. Throws BadInput that begins
/// with `where`.
std::vector<Change> read_changes(const Json& list, const std::string& where,
                                 const Settings& optimizer, const ProgramRegistry& registry);

/// Sets an option of the living rule; `base.momentum` is one of the rule that it wraps.
template <typename Scalar>
void change_option(Made<Optimizer<Scalar>>& rule, std::string_view option, const Value& value) {
  const std::size_t dot = option.find('.');
  if (dot == option.npos) return rule.change(option, value);
  Made<Optimizer<Scalar>>* inner = rule.object->inner(option.substr(0, dot));
  if (!inner) throw std::logic_error("the rule does not say what its base is: no inner()");
  change_option(*inner, option.substr(dot + 1), value);
}

}  // namespace descend
