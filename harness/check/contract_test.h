/// For tests of the conformance kit: what it finds.
#pragma once

#include <string>
#include <vector>

#include "harness/check/check.h"

namespace descend::test {

using Missed = std::vector<std::string>;

inline Missed missed(const std::vector<ContractResult>& results) {
  Missed rules;
  for (const ContractResult& result : results) {
    if (result.outcome == ContractResult::missed) rules.push_back(result.rule);
  }
  return rules;
}

/// What was seen of the first rule that was missed.
inline std::string first_detail(const std::vector<ContractResult>& results) {
  for (const ContractResult& result : results) {
    if (result.outcome == ContractResult::missed) return result.detail;
  }
  return "";
}

/// The rule, in both scalars.
inline Missed in_both(const std::string& rule) { return {"float32: " + rule, "float64: " + rule}; }

inline PluginInfo info(const std::string& name) {
  return {.name = name, .summary = "s", .formula = "f", .source = "s", .family = "f"};
}

}  // namespace descend::test
