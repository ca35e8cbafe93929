/// Small dense matrices for the rules that treat a block as a matrix. Eigen's products change their
/// bits with the cache and the processor; here each entry is summed over k in ascending order, one
/// fused multiply-add a term, so that every machine and compiler gives the same.
#pragma once

#include "descend/types.h"

namespace descend {

/// A matrix that somebody else owns: entry (i, j) lies at data[i * row_step + j * col_step].
template <typename Scalar>
struct MatrixView {
  Scalar* data;
  Index rows, cols;
  Index row_step, col_step;

  MatrixView(Scalar* data, Index rows, Index cols)
      : data(data), rows(rows), cols(cols), row_step(1), col_step(rows) {}
  MatrixView(Scalar* data, Index rows, Index cols, Index row_step, Index col_step)
      : data(data), rows(rows), cols(cols), row_step(row_step), col_step(col_step) {}
  MatrixView(Matrix<std::remove_const_t<Scalar>>& m) : MatrixView(m.data(), m.rows(), m.cols()) {}
  MatrixView(const Matrix<std::remove_const_t<Scalar>>& m) requires std::is_const_v<Scalar>
      : MatrixView(m.data(), m.rows(), m.cols()) {}
  MatrixView(const MatrixView<std::remove_const_t<Scalar>>& v) requires std::is_const_v<Scalar>
      : MatrixView(v.data, v.rows, v.cols, v.row_step, v.col_step) {}
  MatrixView(const MatrixView&) = default;
  /// A view does not follow another: that would be easily mistaken for copying entries.
  MatrixView& operator=(const MatrixView&) = delete;

  Scalar& operator()(Index i, Index j) const { return data[i * row_step + j * col_step]; }
  MatrixView transposed() const { return {data, cols, rows, col_step, row_step}; }
};

template <typename Scalar>
using ConstMatrixView = MatrixView<const Scalar>;

/// A block of the flat vector as the matrix that it is.
template <typename Scalar>
MatrixView<Scalar> matrix_of(const Block& block, VectorRef<Scalar> x) {
  return {x.data() + block.offset, block.rows, block.cols};
}
template <typename Scalar>
ConstMatrixView<Scalar> matrix_of(const Block& block, ConstVectorRef<Scalar> x) {
  return {x.data() + block.offset, block.rows, block.cols};
}

/// A block of the flat vector as a vector.
template <typename Scalar>
Eigen::Map<Vector<Scalar>> segment_of(const Block& block, VectorRef<Scalar> x) {
  return {x.data() + block.offset, block.size()};
}
template <typename Scalar>
Eigen::Map<const Vector<Scalar>> segment_of(const Block& block, ConstVectorRef<Scalar> x) {
  return {x.data() + block.offset, block.size()};
}

/// Whether a rule may treat the block as a matrix: the problem says that it is one.
inline bool is_matrix(const Block& block) { return block.role == Role::matrix; }

/// out = a b, for float and double. `out` must not overlap a or b. Allocates nothing.
template <typename Scalar>
void multiply(std::type_identity_t<ConstMatrixView<Scalar>> a,
              std::type_identity_t<ConstMatrixView<Scalar>> b, MatrixView<Scalar> out);

/// The same into a whole matrix.
template <typename Scalar>
void multiply(std::type_identity_t<ConstMatrixView<Scalar>> a,
              std::type_identity_t<ConstMatrixView<Scalar>> b, Matrix<Scalar>& out) {
  multiply(a, b, MatrixView<Scalar>(out));
}

extern template void multiply(ConstMatrixView<float>, ConstMatrixView<float>, MatrixView<float>);
extern template void multiply(ConstMatrixView<double>, ConstMatrixView<double>, MatrixView<double>);

}  // namespace descend
