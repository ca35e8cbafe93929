/// How long, how often and in which arithmetic: what `run` and its kin take on the command line.
#pragma once

#include <string>

#include "harness/settings/settings.h"

namespace descend {

/// The texts as the command line gives them; empty: not given.
struct RunKnobs {
  std::string steps, epochs, evaluations, batch_size, seed, repetitions, record_every, record,
      target_loss, loss_bound, precision;

  /// In the form of a suite's `defaults`. Throws BadInput that names the option and what is
  /// allowed.
  Json as_json() const;
};

}  // namespace descend
