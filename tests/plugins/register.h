/// What the plugins for tests have in common: how their faulty rules and problems are registered.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "descend/first_order.h"
#include "descend/plugin.h"

namespace faulty {

using namespace descend;

struct RuleOptions : FirstOrderOptions {
  RuleOptions() { learning_rate = 0.1; }
};

inline PluginInfo info(const std::string& name) {
  return {.name = name,
          .summary = "for a test",
          .formula = "x <- x - learning_rate g",
          .source = "a test",
          .family = "faulty"};
}

template <template <typename> class Rule>
void add_rule(Registry& registry, const std::string& name) {
  add_optimizer<Rule, float, double>(registry, {.info = info(name)},
                                     first_order_options<RuleOptions>());
}

/// Gradient descent, for a rule that is faulty elsewhere.
template <typename Scalar>
void descend_along(double rate, ConstVectorRef<Scalar> gradient, VectorRef<Scalar> x) {
  const Scalar lr(rate);
  elementwise([=](auto g, auto& x) { x -= lr * g; }, gradient, x);
}

struct NoOptions {};

/// Facts that name one minimum.
inline Facts with_minimum(std::vector<double> x, double loss) {
  Minimum minimum;
  minimum.x = std::move(x);
  minimum.loss = loss;
  Facts facts;
  facts.minima.push_back(minimum);
  return facts;
}

template <template <typename> class Objective>
void add_objective(Registry& registry, const std::string& name) {
  add_problem<Objective, float, double>(registry, {.info = info(name)}, OptionTable<NoOptions>{});
}

/// f(x) = 1/2 |x - 1|^2 over n parameters, for a problem that is faulty elsewhere.
template <typename Scalar>
class Bowl : public Problem<Scalar> {
 public:
  explicit Bowl(Index n = 3) { layout_.add("x", n); }

  const Layout& layout() const override { return layout_; }
  void start(std::uint64_t, VectorRef<Scalar> x0) override { x0.setConstant(Scalar(3)); }
  double value(ConstVectorRef<Scalar> x, const Batch&) override {
    double sum = 0;
    for (Index i = 0; i < x.size(); ++i) sum += (double(x[i]) - 1) * (double(x[i]) - 1);
    return sum / 2;
  }
  double value_and_gradient(ConstVectorRef<Scalar> x, const Batch& batch,
                            VectorRef<Scalar> gradient) override {
    for (Index i = 0; i < x.size(); ++i) gradient[i] = x[i] - Scalar(1);
    return value(x, batch);
  }

 protected:
  Layout layout_;
};

}  // namespace faulty
