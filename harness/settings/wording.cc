#include "harness/settings/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <new>
#include <utility>

namespace descend {
namespace {

// Edit distance; two neighbours that changed places count as one edit.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = i + j;
        continue;
      }
      d[i][j] =
          std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

std::string range_text(const Range& range) {
  const bool low = std::isfinite(range.low), high = std::isfinite(range.high);
  const std::string low_text =
      fmt::format("{} {}", range.low_open ? "above" : "at least", range.low);
  const std::string high_text =
      fmt::format("{} {}", range.high_open ? "below" : "at most", range.high);
  if (low && high) return ", " + low_text + " and " + high_text;
  if (low) return ", " + low_text;
  return high ? ", " + high_text : "";
}

// What other programs call options, where no edit leads from one to the other.
constexpr std::pair<std::string_view, std::string_view> kOtherNames[] = {
    {"lr", "learning_rate"},
    {"eta", "learning_rate"},
    {"step_size", "learning_rate"},
    {"eps", "epsilon"},
    {"wd", "weight_decay"},
    {"mu", "momentum"},
    {"base.lr", "base.learning_rate"},
};

}  // namespace

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
    text += names[i];
  }
  return text;
}

std::string reason_of(const std::exception& error) {
  const std::string_view what = error.what();
  const bool memory = dynamic_cast<const std::bad_alloc*>(&error) || what.starts_with("vector::") ||
                      what.starts_with("basic_string::");
  return memory ? "it needs more memory than there is" : std::string(what);
}

std::string shell_word(const std::string& word) {
  if (word.find_first_of(" '\"{}()[]$&;|<>*?#~`\\") == std::string::npos && !word.empty())
    return word;
  std::string escaped;
  for (const char c : word) escaped += c == '\'' ? "'\\''" : std::string(1, c);
  return "'" + escaped + "'";
}

std::string did_you_mean(std::string_view given, const std::vector<std::string>& known) {
  for (const auto& [other, here] : kOtherNames) {
    if (given == other && std::ranges::find(known, here) != known.end()) {
      return fmt::format("; did you mean '{}'?", here);
    }
  }
  std::string lower(given);
  std::ranges::transform(lower, lower.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const std::string* nearest = nullptr;
  // One edit is near for a short word, a third of its letters for a long one.
  std::size_t limit = 1 + std::max<std::size_t>(1, given.size() / 3);
  for (const std::string& name : known) {
    const std::size_t distance = edit_distance(lower, name);
    // The beginning of a name stands for it where nothing nearer is known.
    const bool begins =
        given.size() > 2 && name.size() > given.size() && name.starts_with(given) && !nearest;
    if (distance < limit || begins) {
      limit = std::min(limit, distance);
      nearest = &name;
    }
  }
  return nearest ? fmt::format("; did you mean '{}'?", *nearest) : "";
}

std::string allowed_text(const OptionInfo& option) {
  std::string text;
  switch (option.type) {
    case OptionInfo::number:
      text = "a number" + range_text(option.range);
      break;
    case OptionInfo::integer:
      text = "a whole number" + range_text(option.range);
      break;
    case OptionInfo::boolean:
      text = "true or false";
      break;
    case OptionInfo::word:
      text = "a word";
      if (!option.choices.empty()) text = fmt::format("{}", fmt::join(option.choices, " or "));
      break;
    case OptionInfo::word_or_numbers:
      text = fmt::format("{} or a list of numbers", fmt::join(option.choices, " or "));
      break;
    case OptionInfo::file:
      text = "the path of a file";
      break;
    case OptionInfo::words:
      text = "a list of words";
      if (!option.choices.empty()) {
        text += fmt::format(", each {}", fmt::join(option.choices, " or "));
      }
      break;
    case OptionInfo::integers:
    case OptionInfo::numbers:
      text = option.type == OptionInfo::integers ? "a list of whole numbers" : "a list of numbers";
      if (const std::string range = range_text(option.range); !range.empty()) {
        text += ", each" + range.substr(1);
      }
      break;
    case OptionInfo::plugin:
      text = fmt::format("{} with its settings", option.kind == Kind::optimizer ? "an optimizer"
                                                 : option.kind == Kind::problem ? "a problem"
                                                                                : "a schedule");
      break;
  }
  return option.optional ? text + ", or null" : text;
}

std::string relation_text(const OptionRelation& relation) {
  if (relation.order == OptionRelation::shares) {
    return fmt::format("{} + {} at most 1", relation.first, relation.second);
  }
  return fmt::format("{} {} {}", relation.first,
                     relation.order == OptionRelation::less ? "below" : "at most", relation.second);
}

}  // namespace descend
