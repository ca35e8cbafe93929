/// Means over the batches of an epoch.
#pragma once

namespace descend {

/// The mean over an epoch of what is itself a mean over each batch: batches count by their samples,
/// a short last one for less. `Real`: double or Lanes.
template <typename Real>
class EpochMean {
 public:
  /// `weight`: the batch's samples, in full batches.
  void add(const Real& value, double weight) {
    sum_ += value * weight;
    weights_ += weight;
  }

  /// Of what was added since the last call.
  Real take() {
    const Real mean = sum_ / weights_;
    *this = {};
    return mean;
  }

 private:
  Real sum_ = 0.0;
  double weights_ = 0;
};

}  // namespace descend
