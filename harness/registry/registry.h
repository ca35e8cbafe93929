/// The program's registry: every optimizer, problem and schedule by name.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "descend/registry.h"

namespace descend {

/// "optimizer", "problem" or "schedule".
const char* kind_name(Kind kind);

/// Which plugin file brought a name; empty: it is the program's own.
struct PluginOrigin {
  std::string plugin;
  std::string version;
  std::string hash;
};

/// Whether a name matches [a-z][a-z0-9_]*.
bool is_plugin_word(std::string_view word);

class ProgramRegistry : public Registry {
 public:
  /// Starts with everything that is in the tree.
  ProgramRegistry();

  void add(OptimizerPlugin&& plugin) override;
  void add(ProblemPlugin&& plugin) override;
  void add(SchedulePlugin&& plugin) override;

  const OptimizerPlugin& optimizer(std::string_view name) const override;
  const ProblemPlugin& problem(std::string_view name) const override;
  const SchedulePlugin& schedule(std::string_view name) const override;

  /// What is added between these two comes from that plugin.
  void begin_plugin(PluginOrigin origin) { adding_ = std::move(origin); }
  void end_plugin() { adding_ = {}; }

  const PluginOrigin& origin(std::string_view name) const;

  /// Throws BadInput, beginning with `what`, where a name is malformed or taken: by whom.
  void check_free(const char* what, const std::string& name) const;

  /// Nothing: it is none of the names.
  std::optional<Kind> kind_of(std::string_view name) const;

  /// What to say of a name that is none of the known ones: that it is of another kind, the nearest
  /// of them, or that it may be a plugin's.
  std::string hint(std::string_view name, const std::vector<std::string>& known) const;

  /// What is known of each plugin of a kind, by name.
  std::vector<const PluginInfo*> all(Kind kind) const;
  /// Throws BadInput like optimizer(), problem() and schedule().
  const PluginInfo& info(Kind kind, std::string_view name) const;

  /// The settings with every option of the plugin present, in the table's order and of the table's
  /// types. Throws BadInput that begins with `where` for an unknown plugin or option, a value of
  /// the wrong type or outside its range, or two that contradict each other.
  Settings resolve(Kind kind, const Settings& given, const std::string& where) const;

  /// One value as the option wants it; throws like resolve.
  Value resolve(const OptionInfo& option, const Value& given, const std::string& where) const;

 private:
  /// Describes the plugin's options; throws BadInput where a name or a default is none.
  void enter(PluginInfo& info, const internal::OptionRows& options);

  PluginOrigin adding_;
  std::map<std::string, PluginOrigin, std::less<>> origins_;
  std::map<std::string, OptimizerPlugin, std::less<>> optimizers_;
  std::map<std::string, ProblemPlugin, std::less<>> problems_;
  std::map<std::string, SchedulePlugin, std::less<>> schedules_;
};

/// Throws BadInput where a resolved number, rounded to float32, is not in its option's range, or is
/// 0 or infinite instead: an epsilon of 1e-50.
void check_float32(Kind kind, const Settings& settings, const std::string& where,
                   const ProgramRegistry& registry);
void check_float32(const OptionInfo& option, const Value& value, const std::string& where,
                   const ProgramRegistry& registry);

/// Throws BadInput where two of a plugin's resolved settings contradict each other.
void check_relations(const PluginInfo& info, const Settings& settings, const std::string& where);

}  // namespace descend
