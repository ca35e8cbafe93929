#include "results/record/write_record.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "results/record/sample_records.h"
#include "results/record/settings_json.h"
#include "results/schema/schema_validation.h"

namespace descend {
namespace {

using Messages = std::vector<std::string>;

TEST(WriteRecord, IsTheLineThatTheContractShows) {
  EXPECT_EQ(
      record_line(sample_record("run-1")),
      R"({"schema":"descend.run/1","id":"run-1","session":"2024-05-01T12:00:00Z-0123abcd",)"
      R"("build":"aaaa","problem":{"name":"spiral","samples":100,"classes":3,"hidden":[64],)"
      R"("initial_scale":0.01,"arithmetic":"fast"},"optimizer":{"name":"sgd","learning_rate":1.0,)"
      R"("weight_decay":0.0,"clip_norm":null,"clip_value":null},"schedule":{"name":"constant"},)"
      R"("changes":[],"label":"rate 1, \"as printed\"","problem_spec":"spiral:samples=100",)"
      R"("optimizer_spec":"sgd:learning_rate=1.0","seed":0,"optimizer_seed":7,"precision":"float32",)"
      R"("batch_size":null,"regime":"batch","budget":{"steps":10000,"epochs":null,)"
      R"("evaluations":null},"record":{"parameters":false},"loss_bound":null,"target_loss":null,"outcome":{"status":"budget_exhausted",)"
      R"("verdict":"oscillating","reason":"the loss rose in 31 of the last 64 steps","steps":2,)"
      R"("final_loss":0.874,"best_loss":0.83,"best_step":1,"target_step":null,)"
      R"("explosion_start_step":null,"diverged_step":null,"reached_minimum_index":null,)"
      R"("reached_step":null,"left_domain_step":null,"settled_step":null},"evaluations":{"value":0,"gradient":2,)"
      R"("samples":600},"timing":{"wall_seconds":0.1,"cpu_seconds":0.1,"problem_seconds":0.09,)"
      R"("optimizer_seconds":0.01,"recording_seconds":0.0,"harness_seconds":0.0,"clock_stride":64},)"
      R"("trace_hash":"f432948d6fc9c0572ab5008a9289094f","trace":{"step":[0,1,2],)"
      R"("loss":[1.0986,1.0877227722772278,1.0770588235294118],"learning_rate":[1.0,1.0,1.0],)"
      R"("gradient_evaluations":[0,1,2],"compute_seconds":[0.0,1e-05,2e-05]}})"
      "\n");
}

TEST(WriteRecord, AgreesWithItsSchema) {
  EXPECT_EQ(validate("run", record_line(sample_record("run-1"))), Messages());
  Record record = exploded_record("run-2");
  record.parameters = sample_parameters();
  EXPECT_EQ(validate("run", record_line(record, "drawings/abcd.json")), Messages());
}

TEST(WriteRecord, WritesAnExplosionAsStrictJson) {
  const std::string line = record_line(exploded_record("run-2"));
  const auto run = nlohmann::json::parse(line);
  EXPECT_TRUE(run["outcome"]["final_loss"].is_null());
  EXPECT_EQ(run["outcome"]["diverged_step"], 2);
  EXPECT_EQ(run["trace"]["loss"], nlohmann::json::parse("[0.25, null, null]"));
  EXPECT_EQ(run["trace"]["gradient_norm"], nlohmann::json::parse("[1e300, null, null]"));
  EXPECT_EQ(line.find("nan"), line.npos);
  EXPECT_EQ(line.find("inf\""), line.npos);
}

TEST(WriteRecord, SettingsComeBackFromTheLine) {
  RunSettings settings = exploded_record("run-2").settings;
  settings.problem = {"mlp", {{"hidden", {std::vector<Value>{{std::int64_t{16}}}}}}};
  settings.optimizer = {"sam", {{"base", {Settings("sgd", {{"clip_norm", {nullptr}}})}}}};
  settings.record = {RecordRule::log, 20, true, 5};
  settings.batch_size = 32;
  settings.regime = Regime::mini_batch;
  settings.loss_bound = 1e9;
  Record record = exploded_record("run-2");
  record.settings = settings;
  const RunSettings read = read_run_settings(Json::parse(record_line(record)));
  EXPECT_EQ(setting_texts(read), setting_texts(settings));
  EXPECT_EQ(read.optimizer, settings.optimizer);
}

TEST(WriteRecord, SettingsOfADamagedLineAreRefusedByKey) {
  const auto message = [](const char* key, Json value) {
    Json line = Json::parse(record_line(sample_record("run-1")));
    line[key] = std::move(value);
    try {
      read_run_settings(line);
    } catch (const BadInput& error) {
      return std::string(error.what());
    }
    return std::string("no error");
  };
  EXPECT_EQ(message("seed", "one"), "`seed`: \"one\" is not a whole number");
  EXPECT_EQ(message("budget", Json::object()), "`budget`: `steps` is missing");
  EXPECT_EQ(message("changes", {1}), "`changes`: 1 is not an object");
  EXPECT_EQ(message("precision", "float16"), "`precision`: \"float16\" is unknown");
  Json line = Json::parse(record_line(sample_record("run-1")));
  line.erase("optimizer");
  EXPECT_THROW(read_run_settings(line), BadInput);
}

TEST(WriteRecord, GivesALongTraceAFileOfItsOwn) {
  const Record record = sample_record("run-3", static_cast<Index>(kLongTrace) + 1);
  const auto run = nlohmann::json::parse(record_line(record));
  EXPECT_EQ(run["trace_file"], "traces/run-3.json");
  EXPECT_FALSE(run.contains("trace"));
  EXPECT_TRUE(
      nlohmann::json::parse(record_line(sample_record("run-4", kLongTrace))).contains("trace"));

  JsonWriter writer;
  write_trace(record, writer);
  const auto trace = nlohmann::json::parse(writer.take());
  EXPECT_EQ(trace["id"], "run-3");
  EXPECT_EQ(trace["trace"]["step"].size(), kLongTrace + 1);
  EXPECT_EQ(trace["trace"]["loss"][0], 1.0986);

  JsonWriter small;
  write_trace(exploded_record("run-2"), small);
  EXPECT_EQ(validate("trace", small.take()), Messages());
}

TEST(WriteRecord, WritesParametersWithTheirBlocks) {
  Record record = sample_record("run-5");
  record.parameters = sample_parameters();
  record.drawing = sample_drawing("spiral");
  JsonWriter writer;
  write_parameters(record, writer);
  const std::string text = writer.take();
  EXPECT_EQ(validate("parameters", text), Messages());
  const auto json = nlohmann::json::parse(text);
  EXPECT_EQ(json["blocks"][0]["role"], "matrix");
  EXPECT_EQ(json["steps"], nlohmann::json({0, 10}));
  EXPECT_EQ(json["parameters"][0], nlohmann::json({1.0, 0.1, -0.5}));
  EXPECT_TRUE(json["parameters"][1][2].is_null());
  EXPECT_EQ(json["drawing"]["point_class"], nlohmann::json({0.0, 1.0}));
  EXPECT_EQ(nlohmann::json::parse(record_line(record))["parameters_file"], "parameters/run-5.json");
}

TEST(WriteRecord, NamesItsDrawing) {
  const auto line = nlohmann::json::parse(record_line(sample_record("run-1"), "drawings/ab.json"));
  EXPECT_EQ(line["drawing_file"], "drawings/ab.json");
  EXPECT_EQ(line["trace_hash"], trace_hash(sample_record("run-1")));
}

TEST(TraceHash, IsTheSameOnEveryMachine) {
  EXPECT_EQ(trace_hash(sample_record("run-1")), "f432948d6fc9c0572ab5008a9289094f");
  EXPECT_EQ(trace_hash(exploded_record("run-2")), "9acf0b22392d29a23c6baab948cfb51f");
}

TEST(TraceHash, LeavesOutTimesNamesOfRunsAndTheOrderOfColumns) {
  Record record = sample_record("run-1");
  const std::string hash = trace_hash(record);
  record.id = "run-9";
  record.timing.wall = 7;
  record.trace.columns.back().values = {0, 123, 2e-5};
  std::swap(record.trace.columns[0], record.trace.columns[2]);
  EXPECT_EQ(trace_hash(record), hash);
}

TEST(TraceHash, SeesOneBitAndOneOutcome) {
  const Record record = sample_record("run-1");
  Record bit = record;
  std::vector<double> losses = bit.trace.columns[1].values.numbers();
  losses[2] = std::nextafter(losses[2], 2.0);
  bit.trace.columns[1].values = Series(losses);
  EXPECT_NE(trace_hash(bit), trace_hash(record));
  Record outcome = record;
  outcome.outcome.reached_step = 8;
  EXPECT_NE(trace_hash(outcome), trace_hash(record));
  Record other_key = record;
  other_key.outcome.left_domain_step = 8;
  EXPECT_NE(trace_hash(other_key), trace_hash(outcome));
}

TEST(TraceHash, TakesEveryNaNForTheSame) {
  Record record = exploded_record("run-2");
  const std::string hash = trace_hash(record);
  std::vector<double> losses = record.trace.columns[1].values.numbers();
  for (double& loss : losses) {
    if (std::isnan(loss)) loss = std::copysign(loss, std::signbit(loss) ? 1.0 : -1.0);
  }
  record.trace.columns[1].values = Series(losses);
  EXPECT_EQ(trace_hash(record), hash);
}

TEST(Trace, FindsAColumnByName) {
  const Record record = sample_record("run-1");
  ASSERT_NE(record.trace.find("loss"), nullptr);
  EXPECT_EQ(record.trace.find("loss")->values[0], 1.0986);
  EXPECT_EQ(record.trace.find("accuracy"), nullptr);
}

TEST(WriteRecord, PrintsItsSpeedOnAMillionStates) {
  const Record record = sample_record("run-6", 1'000'000);
  std::size_t bytes = 0;
  JsonWriter writer([&](std::string_view piece) { bytes += piece.size(); });
  const auto start = std::chrono::steady_clock::now();
  write_trace(record, writer);
  const std::chrono::duration<double> text = std::chrono::steady_clock::now() - start;
  const std::string hash = trace_hash(record);
  const std::chrono::duration<double> both = std::chrono::steady_clock::now() - start;
  const double megabytes = static_cast<double>(bytes) * 1e-6;
  std::printf("1,000,000 states: %.0f MB of text at %.0f MB/s, hashed in %.1f ms\n", megabytes,
              megabytes / text.count(), (both - text).count() * 1e3);
  EXPECT_EQ(hash.size(), 32u);
  EXPECT_GT(megabytes, 30);
}

}  // namespace
}  // namespace descend
