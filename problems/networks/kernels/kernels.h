/// The inner loops of the networks, compiled for several instruction sets.
#pragma once

#include "problems/networks/kernels/product.h"

namespace descend {

/// All give the same bits. `wide` is what a machine with AVX-512 runs, compiled for any machine:
/// for tests where there is none.
enum class InstructionSet { portable, wide, avx2, avx512 };

template <typename Scalar>
struct Kernels {
  /// Numbers in a register: what is called "a whole number of packs" counts in these.
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

/// Whether this machine has it and this build knows it.
bool available(InstructionSet set);

/// The widest that is available.
InstructionSet best_instruction_set();

/// The loops of an instruction set that is available. `Scalar`: float or double.
template <typename Scalar>
const Kernels<Scalar>& kernels(InstructionSet set);
template <>
const Kernels<float>& kernels(InstructionSet set);
template <>
const Kernels<double>& kernels(InstructionSet set);

}  // namespace descend
