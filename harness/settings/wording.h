/// How messages put names and allowed values into words.
#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "descend/options.h"

namespace descend {

/// "; did you mean 'x'?" for the nearest of the known names, or nothing where none is near.
std::string did_you_mean(std::string_view given, const std::vector<std::string>& known);

/// A word as a shell has to be told it.
std::string shell_word(const std::string& word);

/// What an exception says, in words where it says no more than a container's name: that there is
/// not enough memory.
std::string reason_of(const std::exception& error);

/// "a, b and c".
std::string listed(const std::vector<std::string>& names);

/// What a value of the option may be, in words: "a number, at least 0".
std::string allowed_text(const OptionInfo& option);

/// "c1 below c2".
std::string relation_text(const OptionRelation& relation);

}  // namespace descend
