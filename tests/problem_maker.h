/// Makes problems by name in tests, with no program around them.
#pragma once

#include <stdexcept>
#include <string>

#include "problems/all.h"

namespace descend {

/// Holds the tree's problems and makes them from settings laid over the defaults.
class ProblemMaker : public Registry {
 public:
  ProblemMaker() { add_problems(*this); }

  void add(OptimizerPlugin&&) override {}
  void add(ProblemPlugin&& plugin) override {
    plugin.info.options = internal::describe(*plugin.make.options);
    problems_.push_back(std::move(plugin));
  }
  void add(SchedulePlugin&&) override {}
  const OptimizerPlugin& optimizer(std::string_view) const override { throw BadInput("none"); }
  const SchedulePlugin& schedule(std::string_view) const override { throw BadInput("none"); }
  const ProblemPlugin& problem(std::string_view name) const override {
    for (const ProblemPlugin& plugin : problems_) {
      if (plugin.info.name == name) return plugin;
    }
    throw BadInput("no problem " + std::string(name));
  }

  const std::vector<ProblemPlugin>& all() const { return problems_; }

  template <typename Scalar>
  Made<Problem<Scalar>> make(std::string_view name, const std::vector<Setting>& given = {}) const {
    const ProblemPlugin& plugin = problem(name);
    Settings settings{plugin.info.name, {}};
    for (const OptionInfo& option : plugin.info.options) {
      settings.values.push_back({option.name, option.default_value});
      for (const Setting& setting : given) {
        if (setting.key == option.name) settings.values.back().value = setting.value;
      }
    }
    return plugin.make.template of<Scalar>()(settings, *this);
  }

 private:
  std::vector<ProblemPlugin> problems_;
};

/// The problem's start for a seed.
template <typename Scalar>
Vector<Scalar> start(Problem<Scalar>& problem, std::uint64_t seed = 0) {
  Vector<Scalar> x(problem.layout().size());
  problem.start(seed, x);
  return x;
}

}  // namespace descend
