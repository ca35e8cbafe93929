/// Keeps what others do to the floating-point unit from reaching later numbers.
#pragma once

#include <cfenv>

#if defined(__SSE__)
#include <xmmintrin.h>
#endif

namespace descend {

/// Puts this thread's rounding mode, traps, and handling of subnormal numbers back to what they
/// were when it was made. A library linked with -ffast-math switches the processor to flush-to-zero
/// as soon as it is loaded.
class KeepFloatingPoint {
 public:
  KeepFloatingPoint() { std::fegetenv(&environment_); }
  ~KeepFloatingPoint() {
    std::fesetenv(&environment_);
#if defined(__SSE__)
    _mm_setcsr(control_);
#endif
  }
  KeepFloatingPoint(const KeepFloatingPoint&) = delete;
  KeepFloatingPoint& operator=(const KeepFloatingPoint&) = delete;

 private:
  std::fenv_t environment_;
#if defined(__SSE__)
  unsigned control_ = _mm_getcsr();
#endif
};

}  // namespace descend
