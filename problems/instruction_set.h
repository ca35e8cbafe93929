/// What a machine computes with, beyond what every file is compiled for.
#pragma once

namespace descend {

/// All give the same bits. `wide` is what a machine with AVX-512 runs, compiled for any machine:
/// for tests where there is none.
enum class InstructionSet { portable, wide, avx2, avx512 };

/// Whether this machine has it and this build knows it.
bool available(InstructionSet set);

/// The widest that is available.
InstructionSet best_instruction_set();

}  // namespace descend
