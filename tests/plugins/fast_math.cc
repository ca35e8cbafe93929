// A harmless plugin. It is linked with -ffast-math, which switches the whole process to
// flush-to-zero where nobody prevents it.

#include "tests/plugins/register.h"

namespace faulty {
namespace {

template <typename Scalar>
class Plain final : public FirstOrder<Scalar> {
 public:
  explicit Plain(const RuleOptions& options) : FirstOrder<Scalar>(options) {}

 private:
  void update(const Step<Scalar>& step, ConstVectorRef<Scalar> gradient,
              VectorRef<Scalar> x) override {
    descend_along<Scalar>(step.learning_rate, gradient, x);
  }
};

void add_everything(Registry& registry) { add_rule<Plain>(registry, "fast_math_rule"); }

}  // namespace
}  // namespace faulty

DESCEND_PLUGIN("fast_math", "1.0", faulty::add_everything)
