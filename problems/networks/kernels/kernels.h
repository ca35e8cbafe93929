/// The inner loops of the networks, compiled for several instruction sets.
#pragma once

#include "problems/instruction_set.h"
#include "problems/networks/kernels/product.h"

namespace descend {

template <typename Scalar>
struct Kernels {
  /// Numbers in a register, and so in a pack.
  Index lanes;
  void (*multiply)(const Product<Scalar>&);
  /// to[j * to_row + i] = from[i * from_row + j] for i below rows and j below columns.
  void (*transpose)(const Scalar* from, Index from_row, Index rows, Index columns, Scalar* to,
                    Index to_row);
  /// Writes the losses of samples, and over the scores, where `share` is not 0, share * gradient.
  void (*softmax)(const Scores<Scalar>&, Scalar share, Scalar* losses);
  /// Writes the class of each sample's largest score; the first wins a tie.
  void (*most_probable)(const Scores<Scalar>&, Scalar* classes);
};

/// The loops of an instruction set that is available. `Scalar`: float or double.
template <typename Scalar>
const Kernels<Scalar>& kernels(InstructionSet set);
template <>
const Kernels<float>& kernels(InstructionSet set);
template <>
const Kernels<double>& kernels(InstructionSet set);

}  // namespace descend
