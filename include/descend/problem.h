/// A problem: an objective f(x) with its gradient over one flat vector x.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "descend/state.h"
#include "descend/types.h"

namespace descend {

/// One step's draw of samples.
struct Batch {
  /// Which samples the loss is a mean over; empty: all of them.
  std::span<const Index> samples = {};
  /// New at each step, the same for every evaluation within it; noise and dropout derive from it.
  std::uint64_t draw = 0;
  /// Without noise and dropout: what is recorded is the objective itself.
  bool exact = false;
};

/// low <= x <= high.
struct Interval {
  double low = -kInfinity;
  double high = kInfinity;

  bool contains(double x) const { return low <= x && x <= high; }
  bool operator==(const Interval&) const = default;
};

/// A known minimum of the objective within the domain.
struct Minimum {
  std::vector<double> x = {};
  double loss = 0;
  /// In one dimension: from one neighbouring maximum (or end of the domain) to the other.
  Interval basin = {};
  /// f has a kink there, so that its gradient need not vanish.
  bool kink = false;
};

/// What is known of an objective beforehand; all of it optional. Verdicts are judged against it.
struct Facts {
  /// Minima by ascending x; the lowest one is the global minimum.
  std::vector<Minimum> minima;
  /// Where the problem is meant to be looked at: an interval for each coordinate. Empty: anywhere.
  std::vector<Interval> domain;
  /// A state has reached a minimum when its loss is within this of the minimum's.
  double tolerance = 0;
  /// A loss that counts as solved, for runs that are given no target.
  std::optional<double> target_loss;
  /// No loss is below it: what a loss is measured from where no minimum is known.
  std::optional<double> lower_bound;
  /// A learning rate with which plain gradient descent works from the start.
  std::optional<double> learning_rate;
};

/// A named column of numbers, as pictures need them.
struct Column {
  std::string name;
  std::vector<double> values;
};

/// An objective, deterministic or a mean over samples. An instance belongs to one run and need not
/// be thread-safe.
template <typename Scalar>
class Problem {
 public:
  virtual ~Problem() = default;

  /// The named blocks of x. Constant after construction.
  virtual const Layout& layout() const = 0;

  /// Draws the data and the start from `seed`, allocates scratch, and writes the start into x0
  /// (length layout().size()). Equal seeds give equal bits.
  virtual void start(std::uint64_t seed, VectorRef<Scalar> x0) = 0;

  /// f(x): a mean over the samples of `batch`.
  virtual Real<Scalar> value(ConstVectorRef<Scalar> x, const Batch& batch) = 0;

  /// f(x), and its gradient written over `gradient` (length n).
  virtual Real<Scalar> value_and_gradient(ConstVectorRef<Scalar> x, const Batch& batch,
                                          VectorRef<Scalar> gradient) = 0;

  /// How many samples f is a mean over; 0: f is deterministic and `batch` is ignored.
  virtual Index sample_count() const { return 0; }

  /// Further figures of a state, such as `accuracy`: their names, and their exact values at x.
  /// Evaluated at recorded steps only, outside clocks and counters.
  virtual std::vector<std::string> metric_names() const { return {}; }
  virtual void metrics(ConstVectorRef<Scalar>, std::span<double>) {}

  /// What is known of the objective; valid after `start`.
  virtual Facts facts() const { return {}; }

  /// Whether the seed of `start` changes anything: data, the start, noise.
  virtual bool uses_seed() const { return true; }

  /// What is worth saying of x in the sentence on a run that ended there, worse than it began;
  /// empty: nothing. Valid after `start`.
  virtual std::string remark(ConstVectorRef<Scalar>) { return {}; }

  /// Whether noise or dropout set an evaluation apart from an exact one.
  virtual bool noisy() const { return false; }

  /// Shows what evaluations have left behind (a delay, a cache that shows in the bits), as
  /// `Optimizer::state` does. What `start` draws from its seed is no state.
  virtual void state(StateVisitor&) {}

  /// Columns that a picture of the problem needs (data points, the curve of a landscape); valid
  /// after `start`.
  virtual std::vector<Column> drawing() const { return {}; }
};

}  // namespace descend
