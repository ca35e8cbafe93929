/// Eigen, as program and plugins share it: vectors of one alignment, and a wrong length that ends
/// as an exception where Eigen's checks are on (Debug builds), so that it costs one run and not
/// them all.
#pragma once

#ifndef EIGEN_MAX_ALIGN_BYTES
#error "Compile against the CMake target descend::api: EIGEN_MAX_ALIGN_BYTES must be 64 everywhere."
#endif

#include <stdexcept>

#if !defined(NDEBUG) && !defined(EIGEN_NO_DEBUG) && !defined(eigen_assert)
#define eigen_assert(condition) \
  ((condition) ? static_cast<void>(0) : throw std::logic_error("Eigen expects " #condition))
#endif

#include <Eigen/Core>

static_assert(EIGEN_MAX_ALIGN_BYTES == 64, "vectors cross between program and plugins");
