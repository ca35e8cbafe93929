#include "harness/commands/experiment_flags.h"

namespace descend {

void add_experiment_flags(Arguments& arguments, RunKnobs& knobs, bool with_record) {
  arguments.option("--steps", knobs.steps, "Budget: this many updates").value("N");
  arguments.option("--epochs", knobs.epochs, "Budget: this many passes over the data").value("N");
  arguments.option("--evaluations", knobs.evaluations, "Budget: this many evaluations").value("N");
  arguments.option("--batch-size", knobs.batch_size, "Samples a step; 'full' is all of them")
      .value("N|full");
  arguments.option("--seed", knobs.seed, "The first seed (0)").value("S");
  if (with_record) {
    arguments.option("--repetitions", knobs.repetitions, "Runs with seeds S … S+K-1 (1)")
        .value("K");
    arguments.option("--record-every", knobs.record_every, "Write down every N-th state")
        .value("N");
    arguments.option("--record", knobs.record, "Write down POINTS states")
        .value("linear:POINTS|log:POINTS");
  }
  arguments.option("--target-loss", knobs.target_loss, "End a run at this loss").value("LOSS");
  arguments.option("--loss-bound", knobs.loss_bound, "A run past this loss has exploded")
      .value("LOSS");
  arguments.option("--precision", knobs.precision, "Arithmetic").value("float32|float64");
}

}  // namespace descend
