/// Settings as text and as JSON: `momentum:learning_rate=0.1,momentum={0.5,0.9}` and
/// `{"name": "momentum", "learning_rate": 0.1, "momentum": {"grid": [0.5, 0.9]}}` say the same, and
/// both become the same JSON, so that everything behind reads one form.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "descend/options.h"
#include "results/record/settings_json.h"

namespace descend {

/// Parses `name:key=value,…` into its JSON object. `{a,b}` becomes {"grid": [a, b]}, `{log:a:b:n}`
/// {"log": [a, b, n]}, `(…)` a nested object. Throws BadInput that shows the text and the place.
Json parse_spec(std::string_view text);

/// The settings as text, in the form that parse_spec reads. Numbers are shortest round trip.
std::string to_text(const Settings& settings);
std::string to_text(const Value& value);

/// A number as Python prints it: shortest round trip, with a point or an exponent.
std::string number_text(double value);

}  // namespace descend
