// A rate that stays as it is.
//
//   factor = 1

#include "optimizers/all.h"

namespace descend {
namespace {

struct ConstantOptions {};

class Constant final : public Schedule {
 public:
  explicit Constant(const ConstantOptions&) {}

  double factor(Index /*t*/) override { return 1.0; }
};

}  // namespace

void add_constant(Registry& registry) {
  add_schedule<Constant>(registry,
                         {.info = {.name = "constant",
                                   .summary = "the learning rate as it is",
                                   .formula = "rate = learning_rate",
                                   .source = "the definition",
                                   .family = "schedule"}},
                         OptionTable<ConstantOptions>{});
}

}  // namespace descend
