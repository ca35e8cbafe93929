/// Runs one entry of a plan from its start to its end, and gives its record.
#pragma once

#include <functional>
#include <string>

#include "harness/plan/plan.h"
#include "harness/registry/registry.h"
#include "results/record/record.h"

namespace descend {

/// Whether the drawing with this key is kept already. It may be called from several threads.
using HasDrawing = std::function<bool(const std::string& key)>;

/// Runs it. What goes wrong in a plugin is the record's status `failed` or `skipped` with the
/// reason; nothing is thrown for it. The record gets the drawing that a picture of the run needs,
/// with columns only where `has_drawing` does not know it; without `has_drawing` none.
Record run_one(const Run& run, const ProgramRegistry& registry, const HasDrawing& has_drawing = {});

}  // namespace descend
