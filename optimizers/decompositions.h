/// The two decompositions that Shampoo and SOAP stand on, in double whatever the rule's scalar is:
/// Gram matrices of gradients lose half the digits that float has. Written here because their bits
/// must not depend on the machine.
#pragma once

#include "descend/types.h"

namespace descend {

/// Scratch of the decompositions for matrices up to n x n.
struct DecompositionSpace {
  explicit DecompositionSpace(Index n = 0) : diagonal(n), beside(n), factors(n), work(n) {}
  Vector<double> diagonal, beside, factors, work;
};

/// Turns a symmetric matrix (both triangles filled) into its eigenvectors, one a column, and fills
/// `values` (length n) with the eigenvalues in ascending order. Householder's reduction to
/// tridiagonal form, then the implicit QR iteration with Wilkinson's shift (Golub and Van Loan,
/// Matrix Computations, 4th edition, algorithms 8.3.1 to 8.3.3). False, and the contents are
/// meaningless, where an entry is not finite or the iteration does not converge. Allocates nothing.
bool symmetric_eigen(Eigen::Ref<Matrix<double>> a, Eigen::Ref<Vector<double>> values,
                     DecompositionSpace& space);

/// Turns a square matrix into the orthogonal factor Q of its QR decomposition by Householder
/// reflections (Golub and Van Loan, algorithm 5.2.1); the diagonal of R may have either sign.
/// Orthonormal also where the matrix is singular. Allocates nothing.
void orthonormalize(Eigen::Ref<Matrix<double>> a, DecompositionSpace& space);

}  // namespace descend
