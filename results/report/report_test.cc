#include "results/report/report.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "results/record/sample_records.h"
#include "results/report/packed_column.h"
#include "results/store/store.h"

namespace descend {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* kPage =
    "<html><script>DESCEND_REPORT_DATA</script><script>DESCEND_REPORT_LATER</script></html>";

class Report : public testing::Test {
 protected:
  /// What the page gets, when its rest is as it was.
  Json report(const std::vector<fs::path>& folders) {
    summary_ = write_report(folders, out_, kPage);
    const std::string text = file_text(out_);
    const std::string before = "<html><script>", between = "</script><script>",
                      after = "</script></html>";
    const std::size_t end = text.find(between);
    EXPECT_TRUE(text.starts_with(before) && text.ends_with(after) && end != text.npos);
    const std::string data = text.substr(before.size(), end - before.size());
    later_ = text.substr(end + between.size());
    later_.resize(later_.size() - after.size());
    EXPECT_EQ((data + later_).find('<'), data.npos);
    return Json::parse(data);
  }
  std::string refusal(const std::vector<fs::path>& folders) {
    try {
      report(folders);
    } catch (const BadInput& error) {
      return error.what();
    }
    return "no error";
  }

  TemporaryFolder place_;
  const fs::path runs_ = place_.path() / "runs", out_ = place_.path() / "new" / "page.html";
  ReportSummary summary_;
  std::string later_;
};

TEST_F(Report, HoldsEveryLineWithWhatTheyHaveInCommonOnce) {
  {
    Store store(runs_, {.builds = {"aaaa"}, .suite = "small"});
    for (const char* id : {"run-1", "run-2"}) store.append(sample_record(id));
    store.append(exploded_record("run-3"));
    store.keep_checks(
        {{"experiment", "sgd", "verdict expected stalled", "stalled", true, "run-1"}});
  }
  const Json data = report({runs_});
  EXPECT_EQ(data["schema"], "descend.report/1");
  EXPECT_EQ(data["title"], "runs");
  EXPECT_EQ(data["thinned"], nullptr);
  const Json& folder = data["folders"][0];
  EXPECT_EQ(folder["path"], runs_.string());
  EXPECT_EQ(folder["manifest"]["suite"], "small");
  EXPECT_FALSE(folder["manifest"].contains("checks")) << "the page does not show them";
  EXPECT_EQ(folder["common"]["schema"], "descend.run/1");
  std::ifstream lines(runs_ / "runs.jsonl");
  ASSERT_EQ(folder["runs"].size(), 3u);
  for (const Json& run : folder["runs"]) {
    std::string line;
    ASSERT_TRUE(std::getline(lines, line));
    Json expected = Json::parse(line), shown = folder["common"];
    shown.update(run);
    expected.erase("trace");
    shown.erase("trace");
    EXPECT_EQ(nlohmann::json(shown), nlohmann::json(expected));
  }
  EXPECT_EQ(folder["runs"][0]["trace"]["loss"][0], 1.0986);
  EXPECT_EQ(folder["runs"][2]["trace"]["gradient_norm"], Json({1e300, nullptr, nullptr}));
  EXPECT_EQ(summary_.runs, 3);
  EXPECT_EQ(summary_.states, summary_.shown_states);
}

TEST_F(Report, KnowsEveryVerdict) {
  Store(runs_, {.builds = {"aaaa"}}).append(sample_record("run-1"));
  const Json rows = report({runs_})["verdicts"];
  ASSERT_EQ(rows.size(), verdicts().size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(rows[i], Json({{"name", verdicts()[i].name},
                             {"colour", verdicts()[i].colour},
                             {"sentence", verdicts()[i].sentence}}));
  }
}

TEST_F(Report, NamesFromResultsCannotEndTheScript) {
  {
    Store store(runs_, {.builds = {"aaaa"}});
    Record record = sample_record("run-1");
    record.outcome.reason = "</script><img src=x><!-- DESCEND_REPORT_DATA \xff";
    store.append(record);
  }
  const Json data = report({runs_});
  EXPECT_EQ(data["folders"][0]["runs"][0]["outcome"]["reason"],
            "</script><img src=x><!-- DESCEND_REPORT_DATA \xEF\xBF\xBD");
}

TEST_F(Report, BadLinesAreLeftOutAndNamed) {
  {
    Store store(runs_, {.builds = {"aaaa"}});
    store.append(sample_record("run-1"));
  }
  const std::string line = file_text(runs_ / "runs.jsonl");
  std::ofstream(runs_ / "runs.jsonl") << "{\"id\": 7}\n" << line << line.substr(0, 40);
  const Json data = report({runs_});
  EXPECT_EQ(data["folders"][0]["runs"].size(), 1u);
  ASSERT_EQ(summary_.bad_lines.size(), 2u);
  EXPECT_NE(summary_.bad_lines[0].find("runs.jsonl:1: "), std::string::npos);
  EXPECT_NE(summary_.bad_lines[1].find("cut short"), std::string::npos);
}

TEST_F(Report, SaysWhatAFolderLacks) {
  EXPECT_NE(refusal({runs_}).find("runs: no such folder"), std::string::npos);
  fs::create_directory(runs_);
  EXPECT_NE(refusal({runs_}).find("holds no runs.jsonl, no map.json and no timings.json"),
            std::string::npos);
  std::ofstream(runs_ / "runs.jsonl").flush();
  EXPECT_NE(refusal({runs_}).find("holds no runs yet"), std::string::npos);
  EXPECT_FALSE(fs::exists(out_));
}

TEST_F(Report, FoldersOfTimingsAndMapsAreEnough) {
  const fs::path map = place_.path() / "map";
  fs::create_directory(runs_);
  fs::create_directory(map);
  std::ofstream(runs_ / "timings.json")
      << R"({"context": {}, "benchmarks": [{"name": "step/<a>"}]})";
  std::ofstream(map / "map.json")
      << R"({"schema": "descend.map/1", "axes": [{"name": "a", "values": [1, 2, 3, 4, 5, 6]}],)"
      << R"("columns": {"verdict": [0, 0, 0, 0, 0, 0], "reached_minimum_index":)"
      << R"([null, 0, 1, null, 2, 1], "final_loss": [0.5, null, 1, 2, 3, 4]}, "legend": ["x"]})";
  const Json data = report({runs_, map});
  EXPECT_EQ(data["title"], "runs, map");
  EXPECT_EQ(data["folders"][0]["timings"]["benchmarks"][0]["name"], "step/<a>");
  const Json& columns = data["folders"][1]["map"]["columns"];
  EXPECT_EQ(columns["verdict"],
            Json({{"encoding", "range"}, {"start", 0}, {"step", 0}, {"count", 6}}));
  EXPECT_EQ(columns["reached_minimum_index"], Json({-1, 0, 1, -1, 2, 1}));
  EXPECT_EQ(columns["final_loss"], Json({0.5, nullptr, 1.0, 2.0, 3.0, 4.0}));
}

TEST_F(Report, DrawingsStandThereOnceForAllRunsThatShareThem) {
  {
    Store store(runs_, {.builds = {"aaaa"}});
    Record landscape = exploded_record("run-1");
    landscape.drawing = {.key = "well", .columns = {{"curve_x", {-1, 0, 1}}}};
    store.append(landscape);
    landscape.id = "run-2";
    store.append(landscape);
    Record network = sample_record("run-3");
    network.parameters = sample_parameters();
    network.drawing = sample_drawing("spiral");
    store.append(network);
    store.append(sample_record("run-4"));
  }
  const Json data = report({runs_});
  const Json& folder = data["folders"][0];
  EXPECT_FALSE(folder["common"].contains("drawing_file"));
  for (const Json& run : folder["runs"]) EXPECT_FALSE(run.contains("drawing_file"));
  EXPECT_EQ(folder["runs"][0]["drawing"], folder["runs"][1]["drawing"]);
  EXPECT_FALSE(folder["runs"][3].contains("drawing"));
  const std::string name = folder["runs"][0]["drawing"], other = folder["runs"][2]["drawing"];
  EXPECT_EQ(folder["drawings"].size(), 2u);
  EXPECT_EQ(folder["drawings"][name]["curve_x"], Json({-1, 0, 1}));
  EXPECT_EQ(folder["drawings"][other]["point_class"], Json({0, 1}));
  EXPECT_EQ(folder["parameters"].size(), 1u);
  const Json& parameters = folder["parameters"]["run-3"];
  EXPECT_FALSE(parameters.contains("drawing"));
  EXPECT_EQ(parameters["blocks"][0]["name"], "weight0");
  EXPECT_EQ(parameters["updates"]["encoding"], "int16");
  EXPECT_EQ(parameters["parameters"]["encoding"], "float32") << "an entry is not finite";
}

TEST_F(Report, DrawingsThatAreMissingAreLeftOut) {
  {
    Store store(runs_, {.builds = {"aaaa"}});
    Record landscape = exploded_record("run-1");
    landscape.drawing = {.key = "well", .columns = {{"curve_x", {-1, 0, 1}}}};
    store.append(landscape);
    Record network = sample_record("run-2");
    network.parameters = sample_parameters();
    network.drawing = sample_drawing("spiral");
    store.append(network);
  }
  fs::remove_all(runs_ / "drawings");
  const Json data = report({runs_});
  const Json& folder = data["folders"][0];
  EXPECT_FALSE(folder["runs"][0].contains("drawing"));
  // As older programs left it: the file of parameters has it.
  const std::string name = folder["runs"][1]["drawing"];
  EXPECT_EQ(folder["drawings"].size(), 1u);
  EXPECT_EQ(folder["drawings"][name]["point_class"], Json({0, 1}));
}

TEST_F(Report, ADamagedDrawingIsNamed) {
  {
    Store store(runs_, {.builds = {"aaaa"}});
    Record landscape = exploded_record("run-1");
    landscape.drawing = {.key = "well", .columns = {{"curve_x", {-1, 0, 1}}}};
    store.append(landscape);
  }
  const fs::path file = fs::directory_iterator(runs_ / "drawings")->path();
  std::ofstream(file) << "{\"columns\": {";
  EXPECT_TRUE(refusal({runs_}).starts_with(file.string() + ": ")) << refusal({runs_});
}

TEST_F(Report, LongTracesAreThinnedAndSoItSays) {
  {
    Store store(runs_, {.builds = {"aaaa"}});
    store.append(sample_record("run-1", 5000));
    store.append(sample_record("run-2", 150'000));  // in a file of its own
  }
  const Json data = report({runs_});
  EXPECT_EQ(data["thinned"]["points"], 155'000);
  EXPECT_EQ(data["thinned"]["shown_points"], summary_.shown_states);
  EXPECT_EQ(data["thinned"]["runs_left_out"], 0);
  EXPECT_LE(summary_.shown_states, 4000);
  EXPECT_GT(summary_.shown_states, 1500);
  EXPECT_LT(fs::file_size(out_), 200'000u);
}

TEST_F(Report, WhatNoFirstPictureNeedsStandsAtTheEnd) {
  Store(runs_, {.builds = {"aaaa"}}).append(sample_record("run-1", 100));
  const Json trace = report({runs_})["folders"][0]["runs"][0]["trace"];
  EXPECT_TRUE(trace["loss"].contains("data"));
  const Json& seconds = trace["compute_seconds"];
  EXPECT_FALSE(seconds.contains("data"));
  JsonWriter writer;
  write_column(writer, sample_record("run-1", 100).trace.find("compute_seconds")->values.numbers(),
               Digits::all);
  EXPECT_EQ(later_.substr(seconds["at"], seconds["length"]),
            Json::parse(writer.take())["data"].get<std::string>());
}

}  // namespace
}  // namespace descend
