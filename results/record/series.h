/// A column of numbers. One that says little new, such as a count or a rate that stays as it is,
/// can be kept as the few arithmetic progressions it consists of: equal numbers, or whole ones that
/// are evenly spaced. The numbers read back are the same, bit for bit, either way.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <vector>

#include "descend/types.h"

namespace descend {

class Series {
 public:
  Series() = default;
  Series(std::initializer_list<double> numbers) : numbers_(numbers) {}
  explicit Series(std::vector<double> numbers) : numbers_(std::move(numbers)) {}

  /// Keeps progressions for as long as that takes less memory than the numbers.
  static Series in_progressions() {
    Series series;
    series.one_by_one_ = false;
    series.progressions_.push_back({0, 0.0, kNoStep});  // of no number yet
    return series;
  }

  /// Takes memory for so many numbers, where they are kept one by one.
  void reserve(std::size_t count);

  DESCEND_INLINE void push_back(double number) {
    if (one_by_one_) {
      numbers_.push_back(number);
    } else if (std::bit_cast<std::uint64_t>(number) == std::bit_cast<std::uint64_t>(next_)) {
      ++size_;
      next_ += step_;
    } else {
      add_other(number);
    }
  }

  std::size_t size() const { return one_by_one_ ? numbers_.size() : size_; }
  bool empty() const { return size() == 0; }

  /// The number at a place below size().
  double operator[](std::size_t place) const;
  /// All of them.
  std::vector<double> numbers() const;

  /// Calls use(span) with all numbers in order, some at a time.
  template <typename Use>
  void each_piece(Use use) const {
    if (one_by_one_) return use(std::span(numbers_));
    std::array<double, 512> piece;
    for (std::size_t i = 0; i < progressions_.size(); ++i) {
      double number = progressions_[i].first;
      for (std::size_t left = end(i) - progressions_[i].begin; left > 0;) {
        const std::size_t count = std::min(left, piece.size());
        for (std::size_t k = 0; k < count; ++k, number += progressions_[i].step) piece[k] = number;
        use(std::span<const double>(piece).first(count));
        left -= count;
      }
    }
  }

 private:
  // Adding this to a number leaves every bit as it is; adding 0.0 would turn -0.0 into 0.0.
  static constexpr double kNoStep = -0.0;

  struct Progression {
    // The place of its first number.
    std::size_t begin;
    double first;
    double step;
  };

  void add_other(double number);
  /// The place behind its last number.
  std::size_t end(std::size_t progression) const {
    return progression + 1 < progressions_.size() ? progressions_[progression + 1].begin : size_;
  }

  bool one_by_one_ = true;
  std::vector<double> numbers_;
  // Otherwise: how many numbers the progressions hold, the number that would continue the last one,
  // and its step.
  std::vector<Progression> progressions_;
  std::size_t size_ = 0;
  double next_ = 0;
  double step_ = kNoStep;
  std::size_t reserved_ = 0;
};

}  // namespace descend
