/// Why a run ends at a state.
#pragma once

#include <cstdint>

namespace descend {

enum class Ending : std::uint8_t {
  none,       ///< It goes on.
  budget,     ///< Nothing is left of its budget.
  converged,  ///< The optimizer says that nothing is left to do.
  failed,     ///< The optimizer says that it cannot go on.
  judged,     ///< It has exploded or has reached its target: the judge says so.
};

}  // namespace descend
