// ensmallen: momentum on the article's landscape through its SGD, and its Adam's update alone.
#include <ensmallen.hpp>
#include <memory>

#include "peer_loops.h"

namespace {

// A sum of equal terms, so that an epoch has as many steps as the run and costs nothing itself.
class Landscape {
 public:
  explicit Landscape(std::size_t steps) : steps_(steps) {}
  std::size_t NumFunctions() const { return steps_; }
  void Shuffle() {}
  double Evaluate(const arma::mat& x, std::size_t, std::size_t) {
    double slope;
    return landscape(x[0], slope);
  }
  void Gradient(const arma::mat& x, std::size_t, arma::mat& gradient, std::size_t) {
    landscape(x[0], gradient[0]);
  }
  double EvaluateWithGradient(const arma::mat& x, std::size_t, arma::mat& gradient, std::size_t) {
    return landscape(x[0], gradient[0]);
  }

 private:
  std::size_t steps_;
};

std::function<void(long)> momentum() {
  return [](long steps) {
    const auto count = static_cast<std::size_t>(steps);
    Landscape function(count);
    arma::mat x(1, 1);
    x[0] = -3;
    ens::MomentumSGD optimizer(0.01, 1, count, -1, false, ens::MomentumUpdate(0.9));
    optimizer.Optimize(function, x);
  };
}

struct Adam {
  explicit Adam(arma::uword n) : x(n, 1), gradient(n, 1), policy(update, n, 1) {
    x.fill(0.5f);
    for (arma::uword i = 0; i < n; ++i) gradient[i] = 1e-3f * (float(i % 17) - 8);
  }
  arma::fmat x, gradient;
  ens::AdamUpdate update;
  ens::AdamUpdate::Policy<arma::fmat, arma::fmat> policy;
};

std::function<std::function<void(long)>()> adam(arma::uword n) {
  return [n]() -> std::function<void(long)> {
    const std::shared_ptr<Adam> adam = std::make_shared<Adam>(n);
    return [adam](long steps) {
      for (long k = 0; k < steps; ++k) adam->policy.Update(adam->x, 1e-3, adam->gradient);
    };
  };
}

}  // namespace

int main() {
  const std::string version = std::to_string(ENS_VERSION_MAJOR) + "." +
                              std::to_string(ENS_VERSION_MINOR) + "." +
                              std::to_string(ENS_VERSION_PATCH);
  return serve(version, {{"landscape", momentum},
                         {"step/adam/1000", adam(1000)},
                         {"step/adam/10000000", adam(10'000'000)}});
}
