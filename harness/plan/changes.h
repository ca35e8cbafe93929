/// Changes of an optimizer's settings in mid-run.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/registry/registry.h"
#include "results/files/read_json.h"
#include "results/record/run_settings.h"

namespace descend {

/// A suite's `changes`, with the values as they are given. Throws BadInput that begins with
/// `where`.
std::vector<Change> read_changes(const Json& list, const std::string& where);

/// The option of that name; `base.momentum`: one of the rule that it wraps. Null: there is none.
const OptionInfo* find_option(Kind kind, const Settings& settings, std::string_view name,
                              const ProgramRegistry& registry);

/// The changes of an optimizer, resolved, in the order of their steps. Throws BadInput that begins
/// with `where`.
std::vector<Change> resolve_changes(std::vector<Change> changes, const Settings& optimizer,
                                    const std::string& where, const ProgramRegistry& registry);

}  // namespace descend
