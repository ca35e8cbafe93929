/// sin, cos, sincos, exp, log, pow and tanh, from one source for float, double and Lanes.
///
/// The C library's versions change with its release and are not there for lanes; these give the
/// same bits on every machine that computes by IEEE 754, from every compiler, for a double alone
/// and for the same double in a lane.
///
/// Largest errors met on millions of arguments of every size, in units in the last place (0.5 is
/// correct rounding): double sin, cos 0.67, exp 0.64, log 0.55, tanh 0.84; float sin, cos 0.5001,
/// exp 0.63, log 0.54, tanh 0.68; pow 0.66 + |y| / 60; exp and pow 1.0 if subnormal.
/// Arguments of sin and cos may be of any size. Zeros, infinities and subnormals come out as they
/// should, and NaN gives NaN (of unspecified sign and payload).
///
/// How: reduction to a short interval, a minimax polynomial there, and scaling back, where the
/// reduced argument and the last sum are carried in two words (W. J. Cody and W. Waite, Software
/// Manual for the Elementary Functions, 1980; J.-M. Muller, Elementary Functions, 3rd ed., 2016).
/// The polynomials were computed for this project by Remez exchange with 60 digits, then rounded.
#pragma once

#include "descend/numerics/exponential.h"
#include "descend/numerics/trigonometric.h"
