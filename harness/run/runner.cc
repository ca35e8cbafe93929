#include "harness/run/runner.h"

#include <fmt/format.h>

#include <exception>
#include <limits>
#include <memory>
#include <string>
#include <utility>

#include "harness/registry/keep_floating_point.h"
#include "harness/run/running.h"
#include "harness/settings/settings.h"
#include "harness/settings/wording.h"

namespace descend {
namespace {

// What a drawing may depend on, within one session: its plugin file is the same throughout.
std::string drawing_key(const RunSettings& settings, bool uses_seed) {
  return fmt::format("{} {} {}", to_text(settings.problem), uses_seed ? settings.seed : 0,
                     name_of(settings.precision));
}

// Pictures show paths in one or two dimensions, and networks where parameters were recorded.
void draw(const Running& run, const HasDrawing& has_drawing, Record& record) {
  const bool path = has_drawing && run.dimension() <= 2;
  if (!path && !record.parameters) return;
  std::string key = drawing_key(record.settings, run.uses_seed());
  if (record.parameters || !has_drawing(key)) record.drawing.columns = run.drawing();
  if (has_drawing) record.drawing.key = std::move(key);
}

}  // namespace

Record run_one(const Run& run, const ProgramRegistry& registry, const HasDrawing& has_drawing) {
  const KeepFloatingPoint keep;  // a plugin that switches it costs its own run
  Record record;
  record.id = run.id;
  record.settings = run.settings;
  auto give_up = [&](Status status, const std::string& reason) {
    record.trace = {};
    record.parameters.reset();
    record.drawing = {};
    record.outcome = {};
    record.outcome.status = status;
    record.outcome.reason = reason;
  };
  try {
    const std::unique_ptr<Running> running = Running::start(run.settings, registry);
    running->advance(std::numeric_limits<Index>::max());
    running->finish(record);
    draw(*running, has_drawing, record);
  } catch (const Unsupported& reason) {
    give_up(Status::skipped, reason.what());
  } catch (const std::exception& error) {
    give_up(Status::failed, reason_of(error));
  } catch (...) {
    give_up(Status::failed, "an exception of unknown type");
  }
  return record;
}

}  // namespace descend
