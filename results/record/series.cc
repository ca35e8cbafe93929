#include "results/record/series.h"

#include <sys/mman.h>

#include <cmath>

namespace descend {
namespace {

// Progressions that any series may have, and how many numbers each further one must stand for.
constexpr std::size_t kFreeProgressions = 256;
constexpr std::size_t kNumbersAProgression = 8;

// Evenly spaced numbers are kept as such where all sums and products in them are exact.
constexpr double kLargestStart = 0x1p52, kLargestStep = 0x1p20;

bool is_whole(double number, double bound) {
  return std::abs(number) < bound && number == std::trunc(number);
}

// Of a long column the system's first touch of every small page would cost more than the writing.
void ask_for_large_pages(const std::vector<double>& numbers) {
#ifdef MADV_HUGEPAGE
  constexpr std::uintptr_t kLargePage = std::uintptr_t{1} << 21;
  const auto begin = reinterpret_cast<std::uintptr_t>(numbers.data());
  const std::uintptr_t end = begin + numbers.capacity() * sizeof(double);
  const std::uintptr_t first = (begin + kLargePage - 1) / kLargePage * kLargePage;
  // A hint: where it is not taken, nothing changes but the speed.
  if (first < end) madvise(reinterpret_cast<void*>(first), end - first, MADV_HUGEPAGE);
#endif
}

}  // namespace

void Series::reserve(std::size_t count) {
  reserved_ = count;
  if (!one_by_one_) return;
  numbers_.reserve(count);
  ask_for_large_pages(numbers_);
}

void Series::add_other(double number) {
  Progression& last = progressions_.back();
  if (last.begin + 1 == size_) {  // the second number of a progression may set its step
    const double step = number - last.first;
    if (is_whole(last.first, kLargestStart) && is_whole(step, kLargestStep) &&
        std::bit_cast<std::uint64_t>(last.first + step) == std::bit_cast<std::uint64_t>(number)) {
      last.step = step_ = step;
      next_ = number + step;
      ++size_;
      return;
    }
  }
  if (progressions_.size() < kFreeProgressions + size_ / kNumbersAProgression) {
    progressions_.push_back({size_++, number, kNoStep});
    next_ = number;
    step_ = kNoStep;
    return;
  }
  std::vector<double> all = numbers();
  one_by_one_ = true;
  reserve(std::max(reserved_, all.size() + 1));
  numbers_.assign(all.begin(), all.end());
  numbers_.push_back(number);
  progressions_ = {};
}

double Series::operator[](std::size_t place) const {
  if (one_by_one_) return numbers_[place];
  const auto after =
      std::upper_bound(progressions_.begin(), progressions_.end(), place,
                       [](std::size_t sought, const Progression& s) { return sought < s.begin; });
  const Progression& progression = *std::prev(after);
  const std::size_t steps = place - progression.begin;
  return steps == 0 ? progression.first
                    : progression.first + static_cast<double>(steps) * progression.step;
}

std::vector<double> Series::numbers() const {
  if (one_by_one_) return numbers_;
  std::vector<double> all;
  all.reserve(size_);
  each_piece(
      [&](std::span<const double> piece) { all.insert(all.end(), piece.begin(), piece.end()); });
  return all;
}

}  // namespace descend
