// Signum. J. Bernstein, Y. Wang, K. Azizzadenesheli and A. Anandkumar, signSGD: Compressed
// optimisation for non-convex problems, 2018, algorithm 2 (one worker):
//
//   m <- momentum m + (1 - momentum) g
//   x <- x - learning_rate sign(m)
//
// State: m, n numbers. sign(0) is 0.

#include "descend/first_order.h"
#include "example.h"

namespace example {
namespace {

using namespace descend;

struct SignumOptions : FirstOrderOptions {
  SignumOptions() { learning_rate = 0.01; }
  double momentum = 0.9;
};

template <typename Scalar>
class Signum final : public FirstOrder<Scalar> {
 public:
  explicit Signum(const SignumOptions& options) : FirstOrder<Scalar>(options), options_(options) {}

  bool uses_seed() const override { return false; }

 private:
  void rule_state(StateVisitor& visit) override { visit("mean", mean_); }

  void update(const Step<Scalar>& step, ConstVectorRef<Scalar> gradient,
              VectorRef<Scalar> x) override {
    const Scalar keep(options_.momentum), fresh(1 - options_.momentum), lr(step.learning_rate);
    const Scalar zero(0), one(1);
    elementwise(
        [=](auto g, auto& m, auto& x) {
          m = keep * m + fresh * g;
          x -= lr * select(m > zero, one, select(m < zero, -one, zero));
        },
        gradient, mean_, x);
  }

  const SignumOptions& options_;
  Vector<Scalar> mean_;
};

}  // namespace

void add_signum(Registry& registry) {
  add_optimizer<Signum, float, double, Lanes>(
      registry,
      {.info = {.name = "signum",
                .summary = "a step of one length along the sign of a mean of the gradients",
                .formula = "m <- momentum m + (1 - momentum) g\nx <- x - learning_rate sign(m)",
                .source = "J. Bernstein, Y. Wang, K. Azizzadenesheli and A. Anandkumar, signSGD: "
                          "Compressed optimisation for non-convex problems, 2018, algorithm 2",
                .family = "first_order"}},
      first_order_options<SignumOptions>(
          {{"momentum", &SignumOptions::momentum, from_up_to(0, 1), linear_search(0, 0.99),
            "share of the mean that a step keeps"}},
          log_search(1e-5, 1.0)));
}

}  // namespace example
