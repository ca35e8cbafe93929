/// Settings with grids: where an option may take several values, every combination is meant. A grid
/// holds the values of its options; settings are made where they are asked for.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "descend/options.h"
#include "results/record/settings_json.h"

namespace descend {

class SettingsGrid;

/// The values that one option is given: a single one, or {"grid": […]}, {"linear": [low, high,
/// count]}, {"log": [low, high, count]}. A nested plugin stands for all of its own settings.
class ValueGrid {
 public:
  /// Throws BadInput, which begins with `where`, for an impossible grid.
  ValueGrid(const Json& json, const std::string& where);

  std::size_t size() const { return parts_.empty() ? 0 : parts_.back().end; }
  Value at(std::size_t index) const;

 private:
  struct Part {
    std::variant<Value, std::shared_ptr<const SettingsGrid>> content;
    // How many values this part and those before it have.
    std::size_t end = 0;
  };

  void add(const Json& json, const std::string& where);
  void add_spaced(const std::string& kind, const Json& limits, const std::string& where);
  void add_value(Value value);

  std::vector<Part> parts_;
};

/// All settings that a JSON object or a bare name describes, with the first option slowest.
class SettingsGrid {
 public:
  static constexpr std::size_t kMaxSize = 10'000'000;

  /// Throws BadInput, which begins with `where`, for an impossible grid or one of more than
  /// kMaxSize.
  SettingsGrid(const Json& spec, const std::string& where);

  std::size_t size() const { return size_; }
  Settings at(std::size_t index) const;

 private:
  struct Axis {
    std::string key;
    ValueGrid values;
  };

  std::string name_;
  std::vector<Axis> axes_;
  std::size_t size_ = 1;
};

/// Several grids, one after another.
class SettingsGrids {
 public:
  void add(SettingsGrid grid);

  std::size_t size() const { return ends_.empty() ? 0 : ends_.back(); }
  Settings at(std::size_t index) const;

 private:
  std::vector<SettingsGrid> grids_;
  // How many settings a grid and those before it have.
  std::vector<std::size_t> ends_;
};

}  // namespace descend
