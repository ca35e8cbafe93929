/// The program's exit codes, and which one each failure has.
#pragma once

#include <functional>

namespace descend {

inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;
inline constexpr int kBadInput = 2;
inline constexpr int kCheckMissed = 3;
/// Ctrl-C or SIGTERM; what a shell gives for an interrupted program.
inline constexpr int kInterrupted = 130;

/// What `program` returns. Where it throws, or standard output cannot be written: kBadInput or
/// kFailed, after one line on standard error that begins "descend: error:".
int exit_code_of(const std::function<int()>& program);

}  // namespace descend
