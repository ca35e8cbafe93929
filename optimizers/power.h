/// Whole powers, as bias corrections of running means need them.
#pragma once

#include "descend/types.h"

namespace descend {

/// base^exponent for exponent >= 0 by repeated squaring: the same bits everywhere, which the C
/// library's pow does not give. The relative error grows like exponent * 2^-53.
inline double integer_power(double base, Index exponent) {
  double power = 1;
  for (; exponent > 0; exponent /= 2) {
    if (exponent % 2 != 0) power *= base;
    base *= base;
  }
  return power;
}

}  // namespace descend
