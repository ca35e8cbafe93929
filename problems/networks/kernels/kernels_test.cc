#include "problems/networks/kernels/kernels.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <vector>

#include "descend/numerics/random.h"

namespace descend {
namespace {

template <typename Scalar>
class KernelsOf : public testing::Test {
 protected:
  using Numbers = std::vector<Scalar>;

  /// Room for `size` numbers and a whole pack after them.
  Numbers numbers(Index size, double scale = 1) {
    Numbers result(size + 16);
    for (Scalar& x : result) x = static_cast<Scalar>(scale * random_.normal());
    return result;
  }

  /// Calls check(kernels) for each instruction set that this machine has.
  template <typename Check>
  static void for_each_set(const Check& check) {
    for (const InstructionSet set :
         {InstructionSet::portable, InstructionSet::avx2, InstructionSet::avx512}) {
      if (!available(set)) continue;
      SCOPED_TRACE(fmt::format("instruction set {}", static_cast<int>(set)));
      check(kernels<Scalar>(set));
    }
  }

  Random random_{0, "kernels test"};
};

using Scalars = testing::Types<float, double>;
TYPED_TEST_SUITE(KernelsOf, Scalars);

template <typename Scalar>
bool same_bits(Scalar a, Scalar b) {
  return std::memcmp(&a, &b, sizeof a) == 0 || (a != a && b != b);
}

/// What Product promises, one element after the other.
template <typename Scalar>
Scalar element(const Product<Scalar>& p, Scalar before, Index i, Index j) {
  Scalar sum = p.start == Start::zero     ? Scalar(0)
               : p.start == Start::c      ? before
               : p.start == Start::column ? p.start_values[j]
                                          : p.start_values[i];
  for (Index k = 0; k < p.depth; ++k) {
    sum = std::fma(p.a[i * p.a_row + k * p.a_column], p.b[k * p.b_row + j], sum);
  }
  if (p.finish == Finish::positive_part) return sum < 0 ? Scalar(0) : sum;
  if (p.finish == Finish::where_positive && p.mask[i * p.mask_row + j] <= 0) return 0;
  return sum;
}

TYPED_TEST(KernelsOf, EveryElementOfAProductIsOneSumInOrder) {
  struct Shape {
    Index rows, columns, depth;
  };
  // Short and long sums, few and many rows, packs that are and are not filled, rows of b so far
  // apart that they are copied, in one block and in several.
  for (const Shape shape :
       {Shape{1, 1, 1}, Shape{2, 3, 2}, Shape{6, 16, 7}, Shape{7, 17, 3}, Shape{13, 33, 4},
        Shape{3, 100, 64}, Shape{5, 70, 9}, Shape{40, 5, 300}, Shape{41, 49, 700},
        Shape{31, 130, 33}, Shape{3, 48, 5}, Shape{64, 48, 2}}) {
    for (const Start start : {Start::zero, Start::c, Start::column, Start::row}) {
      for (const Finish finish : {Finish::sum, Finish::positive_part, Finish::where_positive}) {
        for (const bool transposed : {false, true}) {
          const auto [rows, columns, depth] = shape;
          SCOPED_TRACE(fmt::format("{} x {} x {}, start {}, finish {}, transposed {}", rows,
                                   columns, depth, static_cast<int>(start),
                                   static_cast<int>(finish), transposed));
          const Index row = columns + 16;
          const auto a = this->numbers(rows * depth), b = this->numbers(depth * row),
                     mask = this->numbers(rows * row), from = this->numbers(rows + columns),
                     before = this->numbers(rows * row);
          this->for_each_set([&](const Kernels<TypeParam>& kernels) {
            auto c = before;
            const Product<TypeParam> product{.rows = rows,
                                             .columns = columns,
                                             .depth = depth,
                                             .a = a.data(),
                                             .a_row = transposed ? 1 : depth,
                                             .a_column = transposed ? rows : 1,
                                             .b = b.data(),
                                             .b_row = row,
                                             .c = c.data(),
                                             .c_row = row,
                                             .start = start,
                                             .start_values = from.data(),
                                             .finish = finish,
                                             .mask = mask.data(),
                                             .mask_row = row};
            kernels.multiply(product);
            for (Index i = 0; i < rows; ++i) {
              for (Index j = 0; j < columns; ++j) {
                const TypeParam expected = element(product, before[i * row + j], i, j);
                ASSERT_TRUE(same_bits(c[i * row + j], expected)) << i << ", " << j;
              }
              const Index packs = (columns + kernels.lanes - 1) / kernels.lanes * kernels.lanes;
              for (Index j = packs; j < row; ++j) {
                ASSERT_EQ(c[i * row + j], before[i * row + j]) << "written at " << i << ", " << j;
              }
            }
          });
        }
      }
    }
  }
}

TYPED_TEST(KernelsOf, InfinitiesAndNaNStayInTheirRowAndColumn) {
  const Index rows = 9, columns = 19, depth = 5, row = columns + 16;
  auto a = this->numbers(rows * depth), b = this->numbers(depth * row);
  a[2 * depth + 1] = std::numeric_limits<TypeParam>::infinity();
  b[3 * row + 7] = std::numeric_limits<TypeParam>::quiet_NaN();
  b[1 * row + 4] = -0.0;
  this->for_each_set([&](const Kernels<TypeParam>& kernels) {
    auto c = this->numbers(rows * row);
    const Product<TypeParam> product{.rows = rows,
                                     .columns = columns,
                                     .depth = depth,
                                     .a = a.data(),
                                     .a_row = depth,
                                     .a_column = 1,
                                     .b = b.data(),
                                     .b_row = row,
                                     .c = c.data(),
                                     .c_row = row,
                                     .finish = Finish::positive_part};
    kernels.multiply(product);
    for (Index i = 0; i < rows; ++i) {
      for (Index j = 0; j < columns; ++j) {
        ASSERT_TRUE(same_bits(c[i * row + j], element<TypeParam>(product, 0, i, j)));
        ASSERT_EQ(std::isnan(c[i * row + j]), j == 7 || (i == 2 && j == 4));
      }
    }
  });
}

TYPED_TEST(KernelsOf, ThePositivePartLeavesWhatIsNotNegativeAsItIs) {
  using Limits = std::numeric_limits<TypeParam>;
  const std::vector<TypeParam> sums = {TypeParam(-0.0),
                                       0,
                                       -Limits::denorm_min(),
                                       Limits::denorm_min(),
                                       Limits::infinity(),
                                       -Limits::infinity(),
                                       Limits::quiet_NaN(),
                                       -1,
                                       1};
  const Index columns = static_cast<Index>(sums.size());
  // What is added, (-0) 1, changes none of them.
  const TypeParam nothing = -0.0;
  auto ones = this->numbers(columns), starts = this->numbers(columns);
  std::fill(ones.begin(), ones.end(), TypeParam(1));
  std::copy(sums.begin(), sums.end(), starts.begin());
  this->for_each_set([&](const Kernels<TypeParam>& kernels) {
    auto c = this->numbers(columns);
    const Product<TypeParam> product{.rows = 1,
                                     .columns = columns,
                                     .depth = 1,
                                     .a = &nothing,
                                     .a_row = 1,
                                     .a_column = 1,
                                     .b = ones.data(),
                                     .b_row = columns,
                                     .c = c.data(),
                                     .c_row = columns,
                                     .start = Start::column,
                                     .start_values = starts.data(),
                                     .finish = Finish::positive_part};
    kernels.multiply(product);
    for (Index j = 0; j < columns; ++j) {
      const TypeParam sum = sums[static_cast<std::size_t>(j)];
      EXPECT_TRUE(same_bits(c[static_cast<std::size_t>(j)], sum < 0 ? TypeParam(0) : sum)) << sum;
    }
  });
}

TYPED_TEST(KernelsOf, TransposesAnySize) {
  for (const Index rows : {1, 3, 8, 16, 21, 50}) {
    for (const Index columns : {1, 4, 15, 16, 33}) {
      const Index from_row = columns + 3, to_row = rows + 2;
      const auto from = this->numbers(rows * from_row);
      this->for_each_set([&](const Kernels<TypeParam>& kernels) {
        std::vector<TypeParam> to(columns * to_row, 7);
        kernels.transpose(from.data(), from_row, rows, columns, to.data(), to_row);
        for (Index j = 0; j < columns; ++j) {
          for (Index i = 0; i < to_row; ++i) {
            ASSERT_EQ(to[j * to_row + i], i < rows ? from[i * from_row + j] : 7);
          }
        }
      });
    }
  }
}

// With exp and log of a number alone: those of packs are the same to the bit.
TYPED_TEST(KernelsOf, SoftmaxIsThatOfOneSampleAlone) {
  for (const Index classes : {1, 2, 3, 10, 37}) {
    for (const double scale : {0.01, 1.0, 30.0, 1e4}) {
      const Index samples = 112, row = 128;
      const auto scores = this->numbers(classes * row, scale);
      std::vector<TypeParam> right(row);
      for (Index s = 0; s < row; ++s) right[s] = static_cast<TypeParam>(s % classes);
      const TypeParam share = TypeParam(1) / 48;
      this->for_each_set([&](const Kernels<TypeParam>& kernels) {
        auto delta = scores, value_only = scores;
        std::vector<TypeParam> losses(row), losses_only(row), best(row);
        kernels.most_probable({classes, samples, delta.data(), row, right.data()}, best.data());
        kernels.softmax({classes, samples, value_only.data(), row, right.data()}, 0,
                        losses_only.data());
        kernels.softmax({classes, samples, delta.data(), row, right.data()}, share, losses.data());
        for (Index s = 0; s < samples; ++s) {
          Index largest = 0;
          for (Index c = 1; c < classes; ++c) {
            if (scores[largest * row + s] < scores[c * row + s]) largest = c;
          }
          const TypeParam top = scores[largest * row + s];
          TypeParam sum = 0;
          for (Index c = 0; c < classes; ++c) sum += exp(scores[c * row + s] - top);
          const Index r = s % classes;
          ASSERT_EQ(best[s], static_cast<TypeParam>(largest));
          ASSERT_TRUE(same_bits<TypeParam>(losses[s], log(sum) - (scores[r * row + s] - top)));
          ASSERT_TRUE(same_bits(losses_only[s], losses[s]));
          for (Index c = 0; c < classes; ++c) {
            const TypeParam p = exp(scores[c * row + s] - top) * (share / sum);
            ASSERT_TRUE(same_bits<TypeParam>(delta[c * row + s], c == r ? p - share : p));
          }
        }
      });
    }
  }
}

TEST(Kernels, TheBestInstructionSetIsAvailable) {
  EXPECT_TRUE(available(best_instruction_set()));
  EXPECT_TRUE(available(InstructionSet::portable));
}

}  // namespace
}  // namespace descend
