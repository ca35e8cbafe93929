#include "harness/settings.h"

#include <fmt/format.h>

#include <cctype>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

namespace descend {
namespace {

// Ends a word.
constexpr std::string_view kPunctuation = ",:=(){}[]\"";

// A recursive descent over the one line of a spec.
class SpecParser {
 public:
  explicit SpecParser(std::string_view text) : text_(text) {}

  Json whole() {
    Json spec = plugin();
    if (!at_end()) fail("expected ',' or the end");
    return spec;
  }

 private:
  Json plugin() {
    Json spec = Json::object();
    spec["name"] = name("a name");
    if (!take(':')) return spec;
    do {
      const std::string key = name("an option's name");
      if (!take('=')) fail(fmt::format("expected '=' after '{}'", key));
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
    if (word == "true") return true;
    if (word == "false") return false;
    if (word == "null") return nullptr;
    if (std::isdigit(static_cast<unsigned char>(word[0])) || word[0] == '-' || word[0] == '+' ||
        word[0] == '.') {
      return number(word);
    }
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

Value to_value(const Json& json, const std::string& where) {
  switch (json.type()) {
    case Json::value_t::null:
      return {nullptr};
    case Json::value_t::boolean:
      return {json.get<bool>()};
    case Json::value_t::number_integer:
      return {json.get<std::int64_t>()};
    case Json::value_t::number_unsigned:
      if (json.get<std::uint64_t>() > (1ull << 62)) return {json.get<double>()};
      return {json.get<std::int64_t>()};
    case Json::value_t::number_float:
      return {json.get<double>()};
    case Json::value_t::string:
      return {json.get<std::string>()};
    case Json::value_t::array: {
      std::vector<Value> list;
      for (const Json& element : json) list.push_back(to_value(element, where));
      return {list};
    }
    default:
      throw BadInput(
          fmt::format("{}: {} is not a value that an option can have", where, json.dump()));
  }
}

// The values that a grid stands for; one value where there is no grid.
std::vector<Value> grid_values(const Json& json, const std::string& where) {
  if (!json.is_object()) return {to_value(json, where)};
  if (json.contains("name")) {
    std::vector<Value> nested;
    for (const Settings& settings : expand(json, where)) nested.push_back({settings});
    return nested;
  }
  if (json.size() != 1) {
    throw BadInput(where + ": a grid has one key: \"grid\", \"linear\" or \"log\"");
  }
  const std::string kind = json.begin().key();
  const Json& content = json.begin().value();
  if (kind == "grid") {
    if (!content.is_array() || content.empty()) {
      throw BadInput(where + ": a grid needs at least one value");
    }
    std::vector<Value> values;
    for (const Json& element : content) {
      for (Value& value : grid_values(element, where)) values.push_back(std::move(value));
    }
    return values;
  }
  if (kind != "linear" && kind != "log") {
    throw BadInput(fmt::format(
        "{}: \"{}\" is no kind of grid; \"grid\", \"linear\" and \"log\" are", where, kind));
  }
  if (!content.is_array() || content.size() != 3 || !content[0].is_number() ||
      !content[1].is_number() || !content[2].is_number_integer()) {
    throw BadInput(
        fmt::format("{}: {} takes low, high and a count, as in {}:1e-4:1:9", where, kind, kind));
  }
  const double low = content[0], high = content[1];
  const std::int64_t count = content[2];
  if (count < 1 || count > 1'000'000) {
    throw BadInput(
        fmt::format("{}: {} grid of {} values; 1 to 1,000,000 are allowed", where, kind, count));
  }
  if (kind == "log" && !(low > 0 && high > 0)) {
    throw BadInput(fmt::format("{}: a log grid from {} to {}; both must be above 0", where,
                               number_text(low), number_text(high)));
  }
  std::vector<Value> values;
  for (std::int64_t i = 0; i < count; ++i) {
    if (i == 0 || i == count - 1) {
      values.push_back({i == 0 ? low : high});
      continue;
    }
    const double share = static_cast<double>(i) / static_cast<double>(count - 1);
    // Rounded to 12 digits, so that a grid of tenths prints as tenths.
    const double exact =
        kind == "linear" ? low + share * (high - low) : low * std::pow(high / low, share);
    values.push_back({std::stod(fmt::format("{:.12g}", exact))});
  }
  return values;
}

}  // namespace

Json parse_spec(std::string_view text) { return SpecParser(text).whole(); }

std::vector<Settings> expand(const Json& spec, const std::string& where) {
  if (spec.is_string()) return expand(parse_spec(spec.get<std::string>()), where);
  if (!spec.is_object() || !spec.contains("name") || !spec["name"].is_string()) {
    throw BadInput(where + ": expected a name or an object with the key \"name\"");
  }
  std::vector<Settings> all = {{spec["name"].get<std::string>(), {}}};
  for (const auto& [key, json] : spec.items()) {
    if (key == "name") continue;
    std::vector<Settings> longer;
    const std::vector<Value> values = grid_values(json, where + "." + key);
    if (all.size() * values.size() > 10'000'000) {
      throw BadInput(where + ": more than 10,000,000 combinations");
    }
    for (const Settings& settings : all) {
      for (const Value& value : values) {
        longer.push_back(settings);
        longer.back().values.push_back({key, value});
      }
    }
    all = std::move(longer);
  }
  return all;
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

Json to_json(const Value& value) {
  struct Visitor {
    Json operator()(std::nullptr_t) const { return nullptr; }
    Json operator()(bool b) const { return b; }
    Json operator()(std::int64_t i) const { return i; }
    Json operator()(double d) const { return d; }
    Json operator()(const std::string& text) const { return text; }
    Json operator()(const std::vector<Value>& list) const {
      Json array = Json::array();
      for (const Value& element : list) array.push_back(to_json(element));
      return array;
    }
    Json operator()(const Settings& nested) const { return to_json(nested); }
  };
  return std::visit(Visitor{}, value.data);
}

Json to_json(const Settings& settings) {
  Json object = {{"name", settings.name}};
  for (const Setting& setting : settings.values) object[setting.key] = to_json(setting.value);
  return object;
}

}  // namespace descend
