#include "results/record/run_line.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>

#include "results/record/sample_records.h"
#include "results/record/settings_json.h"
#include "results/record/write_record.h"

namespace descend {
namespace {

Json line_of(const Record& record) { return Json::parse(record_line(record, "drawings/ab.json")); }

std::string refusal(const Json& line) {
  try {
    read_line(line);
  } catch (const BadInput& error) {
    return error.what();
  }
  return "no error";
}

TEST(RunLine, ComesBackAsItWasWritten) {
  Record record = exploded_record("run-2");
  record.parameters = sample_parameters();
  record.outcome.target_step = 7;
  record.timing = {1, 2, 3, 4, 5, 6, 7};
  const RunLine line = read_line(line_of(record));
  EXPECT_EQ(line.id, record.id);
  EXPECT_EQ(line.session, record.session);
  EXPECT_EQ(line.build, record.build);
  EXPECT_EQ(setting_texts(line.settings), setting_texts(record.settings));
  EXPECT_EQ(line.outcome.status, Status::diverged);
  EXPECT_EQ(line.outcome.verdict, Verdict::diverged);
  EXPECT_EQ(line.outcome.reason, record.outcome.reason);
  EXPECT_EQ(line.outcome.steps, record.outcome.steps);
  EXPECT_TRUE(std::isnan(line.outcome.final_loss));
  EXPECT_EQ(line.outcome.best_loss, 0.25);
  EXPECT_EQ(line.outcome.best_step, record.outcome.best_step);
  EXPECT_EQ(line.outcome.target_step, 7);
  EXPECT_EQ(line.outcome.explosion_start_step, 1);
  EXPECT_EQ(line.outcome.diverged_step, 2);
  EXPECT_EQ(line.outcome.reached_step, std::nullopt);
  EXPECT_EQ(line.evaluations.gradient, record.evaluations.gradient);
  EXPECT_EQ(line.evaluations.samples, record.evaluations.samples);
  EXPECT_EQ(line.timing.harness, 6);
  EXPECT_EQ(line.timing.clock_stride, 7);
  EXPECT_EQ(line.trace_hash, trace_hash(record));
  EXPECT_EQ(line.parameters_file, "parameters/run-2.json");
  EXPECT_EQ(line.drawing_file, "drawings/ab.json");
  EXPECT_EQ(line.trace_file, "");
}

// A key that the schema requires is missed, another is not; a line's own program writes all.
TEST(RunLine, NeedsWhatTheSchemaRequires) {
  const Json schema = Json::parse(file_text(DESCEND_SOURCE "/results/schema/run.schema.json"));
  const auto required = schema["required"].get<std::vector<std::string>>();
  const Json whole = line_of(sample_record("run-1"));
  EXPECT_EQ(refusal(whole), "no error");
  for (const auto& [key, value] : whole.items()) {
    Json line = whole;
    line.erase(key);
    const bool is_required = std::ranges::find(required, key) != required.end();
    EXPECT_EQ(refusal(line), is_required ? "`" + key + "` is missing" : "no error");
  }
}

TEST(RunLine, HasNoKeyThatSchemaAndReadmeDoNotKnow) {
  Record record = exploded_record("run-2");
  record.parameters = sample_parameters();
  record.settings.record = {RecordRule::every, 5, true, 5};
  const Json schema = Json::parse(file_text(DESCEND_SOURCE "/results/schema/run.schema.json"));
  const std::string readme = file_text(DESCEND_SOURCE "/results/README.md");
  const auto expect_known = [&](const Json& properties, const std::string& key) {
    EXPECT_TRUE(properties.contains(key)) << key;
    EXPECT_NE(readme.find('`' + key + '`'), readme.npos) << key;
  };
  const Json line = line_of(record);
  for (const auto& [key, value] : line.items()) {
    expect_known(schema["properties"], key);
    const Json within = schema["properties"].value(key, Json::object());
    if (!within.contains("properties") || key == kTraceKey) continue;
    for (const auto& [inner, number] : value.items()) expect_known(within["properties"], inner);
  }
}

TEST(RunLine, ReadsWhatOlderAndNewerProgramsWrite) {
  Json line = line_of(sample_record("run-1"));
  line["timing"].erase("clock_stride");
  line["trial"] = {{"study", 1}};
  line["outcome"]["settled_step"] = 5;
  line["outcome"]["verdict"] = "asleep";
  const RunLine read = read_line(line);
  EXPECT_EQ(read.timing.clock_stride, 1);
  EXPECT_EQ(read.outcome.verdict, Verdict::unknown);
}

TEST(RunLine, NamesWhatIsOfAnotherType) {
  const auto changed = [](const std::function<void(Json&)>& change) {
    Json line = line_of(sample_record("run-1"));
    change(line);
    return refusal(line);
  };
  EXPECT_EQ(changed([](Json& line) { line["id"] = 7; }), "`id`: 7 is not a text");
  EXPECT_EQ(changed([](Json& line) { line["schema"] = "descend.run/2"; }),
            "`schema` is not descend.run/1");
  EXPECT_EQ(changed([](Json& line) { line["outcome"] = nullptr; }),
            "`outcome`: null is not an object");
  EXPECT_EQ(changed([](Json& line) { line["outcome"]["steps"] = 0.5; }),
            "`outcome`: `steps`: 0.5 is not a whole number");
  EXPECT_EQ(changed([](Json& line) { line["outcome"]["status"] = "fine"; }),
            "`outcome`: `status`: \"fine\" is unknown");
  EXPECT_EQ(changed([](Json& line) { line["timing"].erase("cpu_seconds"); }),
            "`timing`: `cpu_seconds` is missing");
  EXPECT_EQ(changed([](Json& line) { line["budget"]["steps"] = "ten"; }),
            "`budget`: `steps`: \"ten\" is not a whole number");
}

TEST(RunLine, TellsResultsFromSettings) {
  std::string results, files, others;
  const Json line = line_of(sample_record("run-1"));
  for (const auto& [key, value] : line.items()) {
    (is_result_key(key) ? results : is_file_key(key) ? files : others) += key + " ";
  }
  EXPECT_EQ(results, "id outcome evaluations timing trace_hash ");
  EXPECT_EQ(files, "drawing_file ");
  EXPECT_TRUE(others.starts_with("schema session build problem ")) << others;
}

TEST(RunSettings, RepetitionsDifferInNothingButTheSeeds) {
  const RunSettings first = sample_record("run-1").settings;
  const auto text = [&](const std::function<void(RunSettings&)>& change) {
    RunSettings settings = first;
    change(settings);
    return text_without_seeds(settings);
  };
  EXPECT_EQ(text([](RunSettings& run) { run.seed = 1; }), text_without_seeds(first));
  EXPECT_EQ(text([](RunSettings& run) { run.optimizer_seed = 1; }), text_without_seeds(first));
  const std::vector<std::function<void(RunSettings&)>> others = {
      [](RunSettings& run) { run.precision = Precision::float64; },
      [](RunSettings& run) {
        run.record = {RecordRule::every, 5};
      },
      [](RunSettings& run) { run.loss_bound = 1e6; },
      [](RunSettings& run) { run.target_loss = 0.5; },
      [](RunSettings& run) { run.optimizer.values[0].value = {0.5}; },
      [](RunSettings& run) { run.budget.steps = 7; },
      [](RunSettings& run) { run.schedule.name = "cosine"; },
  };
  for (std::size_t i = 0; i < others.size(); ++i) {
    EXPECT_NE(text(others[i]), text_without_seeds(first)) << i;
  }
}

}  // namespace
}  // namespace descend
