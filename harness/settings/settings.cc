#include "harness/settings/settings.h"

#include <fmt/format.h>

#include <cctype>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "harness/settings/spec_advice.h"

namespace descend {
namespace {

// Ends a word.
constexpr std::string_view kPunctuation = ",:=(){}[]\"";
constexpr std::string_view kBeginsNumber = "0123456789+-.";

// A recursive descent over the one line of a spec.
class SpecParser {
 public:
  explicit SpecParser(std::string_view text) : text_(text) {}

  Json whole() {
    Json spec = plugin();
    if (at_end()) return spec;
    if (spec.size() == 1 && text_[place_] == '=') {
      fail(
          fmt::format("settings follow a name and a colon, without a space, as in NAME:{}", text_));
    }
    fail(spec.size() == 1 ? "expected ':' or the end" : "expected ',' or the end");
  }

 private:
  Json plugin() {
    Json spec = Json::object();
    spec["name"] = name("a name");
    if (!take(':')) return spec;
    do {
      const std::string key = name("an option's name");
      if (!take('=')) fail(fmt::format("expected '=' right after '{}'", key));
      if (key == "name") fail("no option is called 'name'");
      if (spec.contains(key)) fail(fmt::format("'{}' is given twice", key));
      spec[key] = value();
    } while (take(','));
    return spec;
  }

  Json value() {
    if (take('{')) return grid();
    if (take('(')) {
      Json nested = plugin();
      if (!take(')')) fail("expected ')'");
      return nested;
    }
    if (take('[')) {
      Json list = Json::array();
      if (take(']')) return list;
      do {
        list.push_back(value());
      } while (take(','));
      if (!take(']')) fail("expected ']'");
      return list;
    }
    return scalar();
  }

  // What follows '{': values, or log:low:high:count, or linear:low:high:count.
  Json grid() {
    for (const char* scale : {"log", "linear"}) {
      if (text_.substr(place_).starts_with(std::string(scale) + ":")) {
        place_ += std::string_view(scale).size() + 1;
        Json limits = Json::array({scalar()});
        while (take(':')) limits.push_back(scalar());
        if (!take('}')) fail("expected '}'");
        return Json{{scale, limits}};
      }
    }
    Json values = Json::array();
    if (take('}')) return Json{{"grid", values}};
    do {
      values.push_back(value());
    } while (take(','));
    if (!at_end() && text_[place_] == ':') {
      fail("a grid of low:high:count begins with 'log:' or 'linear:'");
    }
    if (!take('}')) fail("expected '}'");
    return Json{{"grid", values}};
  }

  Json scalar() {
    if (!at_end() && text_[place_] == '"') {
      std::size_t end = place_ + 1;
      while (end < text_.size() && text_[end] != '"') end += text_[end] == '\\' ? 2 : 1;
      if (end >= text_.size()) fail("expected a closing '\"'");
      const std::string_view quoted = text_.substr(place_, end + 1 - place_);
      place_ = end + 1;
      try {
        return Json::parse(quoted);
      } catch (const Json::parse_error&) {
        fail("expected a JSON string");
      }
    }
    const std::size_t begin = place_;
    while (!at_end() && kPunctuation.find(text_[place_]) == std::string_view::npos) ++place_;
    const std::string_view word = text_.substr(begin, place_ - begin);
    if (word.empty()) fail("expected a value");
    if (word.front() == ' ' || word.back() == ' ') fail("expected a value without spaces about it");
    if (word == "true") return true;
    if (word == "false") return false;
    if (word == "null") return nullptr;
    const bool is_path = word.starts_with("./") || word.starts_with("../");
    if (!is_path && kBeginsNumber.find(word[0]) != kBeginsNumber.npos) return number(word);
    return std::string(word);
  }

  Json number(std::string_view word) {
    std::string_view digits = word;
    if (digits[0] == '+') digits.remove_prefix(1);
    const char* end = digits.data() + digits.size();
    std::int64_t integer = 0;
    if (auto r = std::from_chars(digits.data(), end, integer);
        r.ec == std::errc() && r.ptr == end) {
      return integer;
    }
    double real = 0;
    if (auto r = std::from_chars(digits.data(), end, real);
        r.ec != std::errc() || r.ptr != end || !std::isfinite(real)) {
      const bool too_far = r.ec == std::errc::result_out_of_range;
      fail(fmt::format("'{}' is {}", word,
                       too_far ? "out of the range of numbers" : "not a number"));
    }
    return real;
  }

  std::string name(const char* what) {
    const std::size_t begin = place_;
    while (!at_end() && (std::isalnum(static_cast<unsigned char>(text_[place_])) ||
                         text_[place_] == '_' || text_[place_] == '-')) {
      ++place_;
    }
    if (begin == place_) fail(fmt::format("expected {}", what));
    return std::string(text_.substr(begin, place_ - begin));
  }

  bool at_end() const { return place_ >= text_.size(); }
  bool take(char wanted) {
    if (at_end() || text_[place_] != wanted) return false;
    ++place_;
    return true;
  }
  [[noreturn]] void fail(const std::string& message) const {
    throw BadInput(fmt::format("'{}', character {}: {}", text_, place_ + 1, message));
  }

  std::string_view text_;
  std::size_t place_ = 0;
};

}  // namespace

Json parse_spec(std::string_view text) {
  try {
    return SpecParser(text).whole();
  } catch (const BadInput& error) {
    const auto is_spec = [](const std::string& word) {
      try {
        SpecParser(word).whole();
        return true;
      } catch (const BadInput&) {
        return false;
      }
    };
    throw BadInput(error.what() + write_instead(text, is_spec));
  }
}

std::string number_text(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  return Json(value).dump();
}

std::string to_text(const Value& value) {
  struct Visitor {
    std::string operator()(std::nullptr_t) const { return "null"; }
    std::string operator()(bool b) const { return b ? "true" : "false"; }
    std::string operator()(std::int64_t i) const { return std::to_string(i); }
    std::string operator()(double d) const { return number_text(d); }
    std::string operator()(const std::string& text) const {
      const bool plain = !text.empty() && std::isalpha(static_cast<unsigned char>(text[0])) &&
                         text.find_first_of(kPunctuation) == std::string::npos && text != "true" &&
                         text != "false" && text != "null";
      return plain ? text : Json(text).dump();
    }
    std::string operator()(const std::vector<Value>& list) const {
      std::string text = "[";
      for (const Value& element : list) text += (text.size() > 1 ? "," : "") + to_text(element);
      return text + "]";
    }
    std::string operator()(const Settings& nested) const { return "(" + to_text(nested) + ")"; }
  };
  return std::visit(Visitor{}, value.data);
}

std::string to_text(const Settings& settings) {
  std::string text = settings.name;
  for (std::size_t i = 0; i < settings.values.size(); ++i) {
    text += (i == 0 ? ":" : ",") + settings.values[i].key + "=" + to_text(settings.values[i].value);
  }
  return text;
}

}  // namespace descend
