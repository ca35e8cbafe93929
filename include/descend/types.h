/// The vocabulary of numbers that every other header uses: scalars, vectors, views and the layout
/// of the flat parameter vector.
#pragma once

#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

#include "descend/eigen.h"
#include "descend/numerics/lanes.h"

namespace descend {

using Index = Eigen::Index;

/// A loss, a norm or a learning rate of a computation in `Scalar`: double for float and double, and
/// one double a lane for `Lanes`.
template <typename Scalar>
using Real = std::conditional_t<std::is_same_v<Scalar, Lanes>, Lanes, double>;

template <typename Scalar>
using Vector = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;
template <typename Scalar>
using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;

/// A vector, or a part or view of one, whose numbers lie side by side, are of the type of
/// `Numbers`, and outlast a call that views them.
template <typename Other, typename Numbers>
concept ViewableAs = bool(std::remove_cvref_t<Other>::IsVectorAtCompileTime) &&
                     int(std::remove_cvref_t<Other>::InnerStrideAtCompileTime) == 1 &&
                     std::is_convertible_v<decltype(std::declval<Other&>().data()),
                                           typename Eigen::Map<Numbers>::PointerArgType> &&
                     (std::is_const_v<Numbers> ||
                      !std::is_same_v<Other, Numbers>);  // not a vector that dies with the call

/// A view of numbers that belong to someone else. Not Eigen::Ref: a Ref to const silently copies an
/// expression that it cannot view, and every call pays for the empty vector that it holds for that.
template <typename Numbers>
class View : public Eigen::Map<Numbers> {
  using Map = Eigen::Map<Numbers>;

 public:
  template <ViewableAs<Numbers> Other>
  View(Other&& numbers) : Map(numbers.data(), numbers.size()) {}

  View(const View&) = default;
  using Map::operator=;
  View& operator=(const View&) = default;
};

/// Views: what crosses an interface never owns its numbers.
template <typename Scalar>
using VectorRef = View<Vector<Scalar>>;
template <typename Scalar>
using ConstVectorRef = const View<const Vector<Scalar>>&;

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();
inline constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// What a block of parameters is. Rules that treat matrices differently (Muon, Shampoo) go by this
/// alone. A table is a matrix whose rows are looked up rather than multiplied.
enum class Role { vector, matrix, table };

/// A named part of the flat parameter vector, column-major; rows are outputs, columns inputs.
struct Block {
  std::string name;
  Index offset = 0;
  Index rows = 0;
  Index cols = 1;
  Role role = Role::vector;

  Index size() const { return rows * cols; }
};

/// The blocks of a problem's parameter vector, in order and without gaps.
struct Layout {
  std::vector<Block> blocks;

  /// Appends a block behind the last one.
  void add(std::string name, Index rows, Index cols = 1, Role role = Role::vector) {
    blocks.push_back({std::move(name), size(), rows, cols, role});
  }

  /// The length n of the flat vector.
  Index size() const { return blocks.empty() ? 0 : blocks.back().offset + blocks.back().size(); }
};

/// Bad input by a person: an unknown name, a value of the wrong type or outside its range. Ends in
/// one line on standard error and exit code 2.
struct BadInput : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Thrown by `start` when an optimizer cannot work on a problem; the run is recorded as `skipped`
/// with the text as its reason.
struct Unsupported : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace descend
