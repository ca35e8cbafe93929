#include "results/schema/schema_validation.h"

#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "results/record/sample_records.h"
#include "results/record/write_record.h"

namespace descend {
namespace {

/// The suite that the contract shows, with every form of grid.
constexpr const char* kSuite =
    R"({"schema": "descend.suite/1", "name": "my_suite", "about": "…",
        "defaults": {"budget": {"steps": 1000}, "repetitions": 3,
                     "record": {"every": 10, "parameters": false}},
        "experiments": [
          {"label": "…", "problems": ["article_landscape"],
           "optimizers": ["sgd", {"name": "sgd", "learning_rate": {"grid": [0.1, 1.0]}},
                          {"name": "momentum", "momentum": {"linear": [0, 0.9, 10]},
                           "learning_rate": {"log": [1e-4, 1, 9]}},
                          {"name": "sam", "base": {"name": "momentum", "momentum": 0.9}}],
           "schedules": [{"name": "inverse_time", "decay": 1e-3}],
           "changes": [{"step": 500, "option": "learning_rate", "value": 0.1}],
           "expect": [{"rows": [{"step": 100, "accuracy": "0.400", "loss": "1.087"}]},
                      {"verdict": "local_minimum", "reached_minimum_index": 2, "by_step": 200}]}]})";

/// What Google Benchmark writes, with the NaN of a counter mended.
constexpr const char* kTimings =
    R"({"context": {"date": "2024-05-01T12:00:00+00:00", "host_name": "h", "executable": "descend",
        "num_cpus": 2, "mhz_per_cpu": 2000, "cpu_scaling_enabled": false, "caches": [],
        "load_avg": [0.5, 0.4, 0.3], "library_build_type": "release"},
        "benchmarks": [
        {"name": "step/sgd/float32/1000000", "family_index": 0, "per_family_instance_index": 0,
         "run_name": "step/sgd/float32/1000000", "run_type": "iteration", "repetitions": 1,
         "repetition_index": 0, "threads": 1, "iterations": 1000, "real_time": 4.8e2,
         "cpu_time": 4.8e2, "time_unit": "us", "bytes_per_second": 2.5e10, "flops": null},
        {"name": "step/sgd/float32_BigO", "run_name": "step/sgd/float32",
         "run_type": "aggregate", "aggregate_name": "BigO", "aggregate_unit": "time",
         "cpu_coefficient": 0.48, "real_coefficient": 0.48, "big_o": "N", "time_unit": "ns"}]})";

std::string changed(const std::string& text,
                    const std::function<void(nlohmann::ordered_json&)>& change) {
  auto json = nlohmann::ordered_json::parse(text);
  change(json);
  return json.dump();
}

TEST(Schema, AcceptsWhatTheContractShows) {
  EXPECT_EQ(validate("suite", kSuite), std::vector<std::string>());
  EXPECT_EQ(validate("timings", kTimings), std::vector<std::string>());
}

TEST(Schema, RefusesARunOfAnotherShape) {
  const std::string line = record_line(sample_record("run-1"));
  using Json = nlohmann::ordered_json;
  const std::vector<std::function<void(Json&)>> mistakes = {
      [](Json& run) { run["schema"] = "descend.run/2"; },
      [](Json& run) { run.erase("seed"); },
      [](Json& run) { run["seed"] = 0.5; },
      [](Json& run) { run["precision"] = "float16"; },
      [](Json& run) { run["optimizer"].erase("name"); },
      [](Json& run) { run["outcome"]["verdict"] = "fine"; },
      [](Json& run) { run["outcome"].erase("target_step"); },
      [](Json& run) { run["outcome"]["final_loss"] = "0.5"; },
      [](Json& run) { run["trace_hash"] = "beef"; },
      [](Json& run) { run["trace"]["step"] = {0.5}; },
      [](Json& run) { run["trace"]["loss"] = {"1"}; },
      [](Json& run) { run["trace_file"] = "traces/run-1.json"; },
      [](Json& run) { run.erase("trace"); },
  };
  EXPECT_TRUE(validate("run", line).empty());
  for (std::size_t i = 0; i < mistakes.size(); ++i) {
    EXPECT_FALSE(validate("run", changed(line, mistakes[i])).empty()) << i;
  }
}

TEST(Schema, RefusesAMisspeltSuite) {
  using Json = nlohmann::ordered_json;
  const std::vector<std::function<void(Json&)>> mistakes = {
      [](Json& suite) { suite["defualts"] = Json::object(); },
      [](Json& suite) { suite["experiments"] = Json::array(); },
      [](Json& suite) { suite["experiments"][0].erase("problems"); },
      [](Json& suite) {
        suite["defaults"]["budget"] = {{"steps", 0}};
      },
      [](Json& suite) { suite["experiments"][0]["optimizers"][1].erase("name"); },
  };
  for (std::size_t i = 0; i < mistakes.size(); ++i) {
    EXPECT_FALSE(validate("suite", changed(kSuite, mistakes[i])).empty()) << i;
  }
}

TEST(Schema, RefusesWhatIsNotStrictJson) {
  EXPECT_FALSE(validate("run", "{\"final_loss\": NaN}").empty());
  EXPECT_FALSE(validate("timings", std::string(kTimings) + " behind").empty());
  EXPECT_FALSE(validate("no_such_schema", "{}").empty());
}

TEST(Schema, NamesThePlaceOfAMistake) {
  const std::string line = changed(record_line(sample_record("run-1")),
                                   [](auto& run) { run["outcome"]["best_step"] = "early"; });
  const std::vector<std::string> messages = validate("run", line);
  ASSERT_FALSE(messages.empty());
  const bool named = std::any_of(messages.begin(), messages.end(), [](const std::string& message) {
    return message.find("best_step") != std::string::npos;
  });
  EXPECT_TRUE(named) << messages[0];
}

}  // namespace
}  // namespace descend
