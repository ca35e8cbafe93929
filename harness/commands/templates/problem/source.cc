// @NAME@: a long valley. Put your own objective in its place: here, in `value` and
// `value_and_gradient`, and in `formula` below.
//
//   f(x) = 1/2 (x[0]^2 + steepness x[1]^2)
//
// Two parameters, start (1, 1). Minimum f(0, 0) = 0.

#include <algorithm>

#include "descend/plugin.h"

namespace {

using namespace descend;

// A file that the objective reads is an option of type File: a run's id has its content then.
struct Options {
  double steepness = 20;
};

template <typename Scalar>
class Objective final : public Problem<Scalar> {
 public:
  explicit Objective(const Options& options) : options_(options) { layout_.add("x", 2); }

  const Layout& layout() const override { return layout_; }

  // Data and start derive from the seed alone. This problem needs none.
  void start(std::uint64_t /*seed*/, VectorRef<Scalar> x0) override { x0.setConstant(Scalar(1)); }

  Real<Scalar> value(ConstVectorRef<Scalar> x, const Batch&) override {
    const Scalar steepness(options_.steepness);
    return Real<Scalar>(Scalar(0.5) * (x[0] * x[0] + steepness * x[1] * x[1]));
  }

  Real<Scalar> value_and_gradient(ConstVectorRef<Scalar> x, const Batch& batch,
                                  VectorRef<Scalar> gradient) override {
    gradient[0] = x[0];
    gradient[1] = Scalar(options_.steepness) * x[1];
    return value(x, batch);
  }

  // What is known beforehand, for the verdicts. All of it may be left out.
  Facts facts() const override {
    Facts facts;
    facts.minima = {{.x = {0, 0}, .loss = 0}};
    facts.domain = {{-2, 2}, {-2, 2}};
    facts.tolerance = 1e-6;
    facts.learning_rate = 1 / std::max(1.0, options_.steepness);  // at which descent works
    return facts;
  }

  // True (as it is for a problem that says nothing) where the seed changes data, start or noise.
  bool uses_seed() const override { return false; }

 private:
  const Options& options_;
  Layout layout_;
};

void add_everything(Registry& registry) {
  add_problem<Objective, float, double>(
      registry,
      {.info = {.name = "@NAME@",
                .summary = "a long valley",
                .formula = "f(x) = 1/2 (x[0]^2 + steepness x[1]^2)",
                .source = "mine",
                .family = "mine"},
       .default_steps = 300},
      OptionTable<Options>{
          // name, member, what is allowed, meaning
          {"steepness", &Options::steepness, positive(), "curvature across the valley", Fixed::yes},
      });
}

}  // namespace

DESCEND_PLUGIN("@NAME@", "0.1", add_everything)
