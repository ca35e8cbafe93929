// @NAME@: a rate that falls to a half, a third, … Put your own schedule in its place: here, in
// `factor`, and in `formula` below.
//
//   rate = learning_rate / (1 + t / halving)
//
// t counts the updates from 0, as `factor` and --change do. (A rule's `Step::number` counts them
// from 1: it is the number of the state that the update leads to.)

#include "descend/plugin.h"

namespace {

using namespace descend;

struct Options {
  double halving = 100;
};

class Decay final : public Schedule {
 public:
  explicit Decay(const Options& options) : options_(options) {}

  // What a schedule must know of the run (its steps, the steps of an epoch) is said here, and
  // whatever it has seen of the run before is forgotten.
  void start(const RunInfo& /*run*/) override {}

  double factor(Index t) override { return 1 / (1 + static_cast<double>(t) / options_.halving); }

  // A schedule that looks at losses overrides `observe`, says so in `adaptive`, and names in
  // `state` what it remembers.

 private:
  const Options& options_;  // read at every step
};

void add_everything(Registry& registry) {
  add_schedule<Decay>(registry,
                      {.info = {.name = "@NAME@",
                                .summary = "falls to a half, a third, …",
                                .formula = "rate = learning_rate / (1 + t / halving)",
                                .source = "mine",
                                .family = "schedule"}},
                      OptionTable<Options>{
                          // name, member, what is allowed, where a tuner looks, meaning
                          {"halving", &Options::halving, positive(), log_search(1, 1e4),
                           "updates after which half of the rate is left"},
                      });
}

}  // namespace

DESCEND_PLUGIN("@NAME@", "0.1", add_everything)
