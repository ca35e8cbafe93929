// A plugin that is refused while it registers; the environment's DESCEND_TEST_FAULT says why.

#include <cstdlib>
#include <stdexcept>

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

void add_everything(Registry& registry) {
  const char* fault = std::getenv("DESCEND_TEST_FAULT");
  const std::string name = fault ? fault : "plain_rule";
  if (name == "throws text") throw std::runtime_error("the moon is full");
  if (name == "throws a number") throw 42;
  add_rule<Plain>(registry, name);
}

}  // namespace
}  // namespace faulty

DESCEND_PLUGIN("refused", "1.0", faulty::add_everything)
