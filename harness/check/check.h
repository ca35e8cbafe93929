/// The conformance kit: what every optimizer and problem must keep, tried on one of them. A plugin
/// is held to the same as what is in the tree.
#pragma once

#include <string>
#include <vector>

#include "harness/registry/registry.h"

namespace descend {

/// The result of trying one rule of the contract.
struct ContractResult {
  enum Outcome { held, missed, skipped };

  /// The rule, in words: "the same seed gives the same bits".
  std::string rule;
  Outcome outcome = held;
  /// Where it was missed or skipped: what was seen, and why. Where it held: a figure, or nothing.
  std::string detail;
};

/// Holds an optimizer to the contract, with these options, the others at their defaults, in each
/// scalar that it supports, on objectives made for the purpose. Throws BadInput where there is none
/// of that name; whatever the optimizer throws is a result.
std::vector<ContractResult> check_optimizer(const ProgramRegistry& registry, const Settings& given);

/// The same for a problem.
std::vector<ContractResult> check_problem(const ProgramRegistry& registry, const Settings& given);

/// The same for a schedule.
std::vector<ContractResult> check_schedule(const ProgramRegistry& registry, const Settings& given);

/// Whether every option refuses what it must, naming itself; part of all of the above.
std::vector<ContractResult> check_options(const ProgramRegistry& registry, Kind kind,
                                          const Settings& given);

/// The settings with one of them set, whether it was given before or not.
Settings with(Settings given, Setting one);

/// Collects results; an exception from a rule's trial is a miss.
class ContractReport {
 public:
  /// `trial` returns what is wrong, or nothing; whether the rule holds.
  template <typename Trial>
  bool expect(const std::string& rule, Trial trial) {
    std::string wrong;
    try {
      wrong = trial();
    } catch (const std::exception& error) {
      wrong = std::string("an exception: ") + error.what();
    } catch (...) {
      wrong = "an exception of no known type";
    }
    all_.push_back({rule, wrong.empty() ? ContractResult::held : ContractResult::missed, wrong});
    return wrong.empty();
  }
  void note(const std::string& rule, ContractResult::Outcome outcome, const std::string& detail) {
    all_.push_back({rule, outcome, detail});
  }
  void add(std::vector<ContractResult> more) { all_.insert(all_.end(), more.begin(), more.end()); }

  std::vector<ContractResult> all() && { return std::move(all_); }

 private:
  std::vector<ContractResult> all_;
};

}  // namespace descend
