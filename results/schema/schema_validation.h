/// For tests: holds a text against a JSON Schema of results/schema.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace descend {

/// What is wrong with `text` as results/schema/<schema_name>.schema.json sees it, a message each;
/// empty: nothing. The text must be strict JSON: no NaN, no comments, nothing behind its end.
std::vector<std::string> validate(const std::string& schema_name, std::string_view text);

}  // namespace descend
