#include "harness/settings/spec_advice.h"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>
#include <vector>

#include "harness/settings/wording.h"

namespace descend {
namespace {

using Words = std::vector<std::string>;

// The text at commas that stand in no brackets and no quotes.
Words split_at_commas(std::string_view text) {
  Words parts(1);
  int depth = 0;
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (!quoted && (c == '(' || c == '[' || c == '{')) ++depth;
    if (!quoted && (c == ')' || c == ']' || c == '}')) --depth;
    if (c == ',' && depth == 0 && !quoted) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

std::string joined(const Words& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ",") + part;
  return text;
}

// "adam learning_rate = 0.1" -> "adam:learning_rate=0.1"
Words without_spaces(const std::string& text) {
  std::string tight;
  bool has_colon = false, space = false;
  for (const char c : text) {
    if (c == ' ') {
      space = true;
      continue;
    }
    const bool in_word =
        !tight.empty() && std::string_view(":=,([{").find(tight.back()) == std::string_view::npos;
    if (space && in_word && std::string_view(":=,)]}").find(c) == std::string_view::npos) {
      tight += has_colon ? ',' : ':';
      has_colon = true;
    }
    space = false;
    tight += c;
    has_colon = has_colon || tight.ends_with(':');
  }
  return {tight};
}

// "adam:beta1=0.9,sgd" -> "adam:beta1=0.9" "sgd"
Words names_apart(const std::string& text) {
  Words words;
  for (std::string& part : split_at_commas(text)) {
    if (part.empty()) continue;
    const std::size_t equals = part.find('='), colon = part.find(':');
    const bool is_name = std::islower(static_cast<unsigned char>(part[0])) != 0 &&
                         (equals == part.npos || colon < equals);
    if (words.empty() || is_name) {
      words.push_back(std::move(part));
    } else {
      words.back() += "," + part;
    }
  }
  return words;
}

// "sam:base=sgd:learning_rate=0.1,rho=0.05" -> "sam:base=(sgd:learning_rate=0.1),rho=0.05"
Words with_parentheses(const std::string& text) {
  Words parts = split_at_commas(text);
  for (std::string& part : parts) {
    const std::size_t equals = part.find('='), colon = part.find(':', equals);
    if (equals == part.npos || colon == part.npos || part.find_first_of("({[") < colon) continue;
    part = part.substr(0, equals + 1) + "(" + part.substr(equals + 1) + ")";
  }
  return {joined(parts)};
}

// "reader:data=2024.csv" -> "reader:data="2024.csv""
Words with_quotes(const std::string& text) {
  Words parts = split_at_commas(text);
  for (std::string& part : parts) {
    const std::size_t equals = part.find('=');
    if (equals == part.npos || equals + 1 == part.size()) continue;
    const std::string value = part.substr(equals + 1);
    const bool is_text = value.find_first_of(":=(){}[]\"") == value.npos &&
                         std::ranges::any_of(value, [](char c) { return std::isalpha(c) != 0; }) &&
                         !nlohmann::json::accept(value);
    if (is_text) part = part.substr(0, equals + 1) + nlohmann::json(value).dump();
  }
  return {joined(parts)};
}

}  // namespace

std::string write_instead(std::string_view text,
                          const std::function<bool(const std::string&)>& is_spec) {
  const std::string given(text), tight = without_spaces(given)[0];
  const auto written = [](const Words& words) {
    std::string line;
    for (const std::string& word : words) line += " " + shell_word(word);
    return line;
  };
  for (const Words& words : {Words{tight}, names_apart(given), names_apart(tight),
                             with_parentheses(given), with_parentheses(tight)}) {
    if (words == Words{given} || !std::ranges::all_of(words, is_spec)) continue;
    return "; write" + written(words);
  }
  const Words quoted = with_quotes(given);
  const bool is_text = quoted != Words{given} && std::ranges::all_of(quoted, is_spec);
  return is_text ? "; if a text is meant, write" + written(quoted) : "";
}

}  // namespace descend
