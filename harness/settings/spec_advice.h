/// What may have been meant by settings that cannot be read.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace descend {

/// "; write 'sam:base=(sgd:learning_rate=0.1)'" for the usual slips: spaces, names joined by
/// commas, a nested plugin without its parentheses, a text that begins like a number. Empty where
/// none of them explains the text. `is_spec` says whether a word can be read.
std::string write_instead(std::string_view text,
                          const std::function<bool(const std::string&)>& is_spec);

}  // namespace descend
