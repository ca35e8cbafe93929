/// The rule that a wrapper works around.
#pragma once

#include <string>

#include "descend/registry.h"

namespace descend {

/// Makes the rule that a wrapper's option `base` names. Throws BadInput where the wrapper cannot
/// have it.
template <typename Scalar>
Made<Optimizer<Scalar>> make_base(const std::string& wrapper, const Settings& base,
                                  const Registry& registry) {
  const OptimizerPlugin& plugin = registry.optimizer(base.name);
  if (!plugin.own_schedule.name.empty()) {
    throw BadInput(wrapper + ": base " + base.name + " is another rule with the schedule " +
                   plugin.own_schedule.name + "; name that rule, and give the run the schedule");
  }
  const auto& make = plugin.make.template of<Scalar>();
  if (!make) throw BadInput(wrapper + ": base " + base.name + " has no version in this precision");
  return make(base, registry);
}

/// Sets the option `momentum` of the base where `option` is `base.momentum`.
template <typename Scalar>
bool change_base(Made<Optimizer<Scalar>>& base, std::string_view option, const Value& value) {
  constexpr std::string_view kBase = "base.";
  if (!option.starts_with(kBase)) return false;
  base.change(option.substr(kBase.size()), value);
  return true;
}

}  // namespace descend
