#include "results/export/export.h"

#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <sstream>

#include "results/files/csv.h"
#include "results/record/sample_records.h"
#include "results/schema/schema_validation.h"
#include "results/store/store.h"

namespace descend {
namespace {

namespace fs = std::filesystem;
using Rows = std::vector<std::vector<std::string>>;

/// Reads a table as RFC 4180 has it.
Rows read_csv(const std::string& text) {
  Rows rows(1, {""});
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
      rows.back().back() += text[++i];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (quoted || (c != ',' && c != '\n')) {
      rows.back().back() += c;
    } else if (c == ',') {
      rows.back().emplace_back();
    } else {
      rows.push_back({""});
    }
  }
  rows.pop_back();
  return rows;
}

std::string cell(const Rows& rows, std::size_t row, const std::string& column) {
  const auto found = std::find(rows[0].begin(), rows[0].end(), column);
  return found == rows[0].end() ? "no such column" : rows[row][found - rows[0].begin()];
}

constexpr const char* kMap =
    R"({"schema":"descend.map/1","axes":[{"name":"learning_rate","values":[0.1,1.0]},)"
    R"({"name":"momentum","values":[0.0,0.5,0.9]}],"problem":{"name":"double_well"},)"
    R"("optimizer":{"name":"momentum"},"seed":0,"precision":"float64",)"
    R"("budget":{"steps":200,"epochs":null,"evaluations":null},"environment":{"cpu":"x","cores":1,)"
    R"("memory_bytes":1,"os":"x","compiler":"x","flags":"x","build_type":"x","commit":"x",)"
    R"("libraries":{},"load_average":[0.1,0.2,null]},"columns":{"verdict":[0,0,1,1,2,2],)"
    R"("reached_minimum_index":[0,0,1,1,null,null],"final_loss":[0.1,0.2,0.3,0.4,null,null],)"
    R"("steps":[200,200,200,200,17,9]},"legend":["global_minimum","local_minimum","diverged"]})";

class Export : public testing::Test {
 protected:
  Export() {
    Store store(runs_, {.builds = {"aaaa"}});
    store.append(sample_record("run-1"));
    store.append(exploded_record("run-2"));
    Record long_run = sample_record("run-3", 100'001);
    store.append(long_run);
    fs::create_directory(map_);
    std::ofstream(map_ / "map.json") << kMap;
  }

  TemporaryFolder place_;
  const fs::path runs_ = place_.path() / "runs", map_ = place_.path() / "map";
  const fs::path out_ = place_.path() / "out";
};

TEST_F(Export, GivesARunARow) {
  const fs::path folders[] = {runs_};
  const ExportReport report = export_csv(folders, out_);
  EXPECT_EQ(report.runs, 3);
  EXPECT_EQ(report.torn, 0);
  const Rows rows = read_csv(file_text(out_ / "runs.csv"));
  ASSERT_EQ(rows.size(), 4u);
  for (const auto& row : rows) EXPECT_EQ(row.size(), rows[0].size());
  EXPECT_EQ(rows[0][0], "schema");
  EXPECT_EQ(cell(rows, 1, "id"), "run-1");
  EXPECT_EQ(cell(rows, 1, "problem.name"), "spiral");
  EXPECT_EQ(cell(rows, 1, "problem.hidden"), "[64]");
  EXPECT_EQ(cell(rows, 1, "optimizer.learning_rate"), "1.0");
  EXPECT_EQ(cell(rows, 1, "optimizer.momentum"), "");
  EXPECT_EQ(cell(rows, 1, "label"), "rate 1, \"as printed\"");
  EXPECT_EQ(cell(rows, 1, "target_loss"), "");
  EXPECT_EQ(cell(rows, 1, "outcome.final_loss"), "0.874");
  EXPECT_EQ(cell(rows, 1, "evaluations.samples"), "600");
  EXPECT_EQ(cell(rows, 2, "optimizer.momentum"), "0.9");
  EXPECT_EQ(cell(rows, 2, "outcome.final_loss"), "");
  EXPECT_EQ(cell(rows, 2, "outcome.diverged_step"), "2");
  EXPECT_EQ(cell(rows, 2, "changes"), R"([{"step":1,"option":"learning_rate","value":50.0}])");
  EXPECT_EQ(cell(rows, 2, "trace"), "no such column");
  EXPECT_FALSE(fs::exists(out_ / "map.csv"));
}

TEST_F(Export, GivesAStateARow) {
  const fs::path folders[] = {runs_};
  EXPECT_EQ(export_csv(folders, out_).states, 3 + 3 + 100'001);
  const Rows rows = read_csv(file_text(out_ / "traces.csv"));
  ASSERT_EQ(rows.size(), 1u + 3 + 3 + 100'001);
  EXPECT_EQ(rows[0][0], "id");
  EXPECT_EQ(rows[0][1], "step");
  EXPECT_EQ(cell(rows, 2, "id"), "run-1");
  EXPECT_EQ(cell(rows, 2, "step"), "1");
  EXPECT_EQ(cell(rows, 2, "loss"), "1.0877227722772278");
  EXPECT_EQ(cell(rows, 2, "x0"), "");
  EXPECT_EQ(cell(rows, 4, "x0"), "-0.0");
  EXPECT_EQ(cell(rows, 4, "gradient_norm"), "1e+300");
  EXPECT_EQ(cell(rows, 5, "loss"), "");
  EXPECT_EQ(cell(rows, 100'007, "id"), "run-3");
  EXPECT_EQ(cell(rows, 100'007, "step"), "100000");
}

TEST_F(Export, SaysWhichFolderARowIsFrom) {
  const fs::path folders[] = {runs_, map_, runs_};
  const ExportReport report = export_csv(folders, out_);
  EXPECT_EQ(report.runs, 6);
  EXPECT_EQ(report.cells, 6);
  const Rows rows = read_csv(file_text(out_ / "runs.csv"));
  EXPECT_EQ(cell(rows, 4, "folder"), runs_.string());
  EXPECT_EQ(cell(read_csv(file_text(out_ / "traces.csv")), 1, "folder"), runs_.string());
  EXPECT_EQ(cell(read_csv(file_text(out_ / "map.csv")), 1, "folder"), map_.string());
}

TEST_F(Export, GivesACellOfAMapARow) {
  EXPECT_EQ(validate("map", kMap), std::vector<std::string>());
  const fs::path folders[] = {map_};
  EXPECT_EQ(export_csv(folders, out_).cells, 6);
  EXPECT_EQ(file_text(out_ / "map.csv"),
            "learning_rate,momentum,verdict,reached_minimum_index,final_loss,steps\n"
            "0.1,0.0,global_minimum,0,0.1,200\n"
            "0.1,0.5,global_minimum,0,0.2,200\n"
            "0.1,0.9,local_minimum,1,0.3,200\n"
            "1.0,0.0,local_minimum,1,0.4,200\n"
            "1.0,0.5,diverged,,,17\n"
            "1.0,0.9,diverged,,,9\n");
  EXPECT_FALSE(fs::exists(out_ / "runs.csv"));
}

TEST_F(Export, WritesOneArrayWithEveryTrace) {
  const fs::path folders[] = {runs_, map_};
  const ExportReport report = export_json(folders, out_);
  EXPECT_EQ(report.runs, 3);
  EXPECT_EQ(report.cells, 6);
  const auto array = nlohmann::ordered_json::parse(file_text(out_));
  ASSERT_EQ(array.size(), 9u);
  std::ifstream file(runs_ / "runs.jsonl");
  for (std::size_t i = 0; i < 2; ++i) {
    std::string line;
    std::getline(file, line);
    EXPECT_EQ(array[i].dump(), nlohmann::ordered_json::parse(line).dump());
  }
  EXPECT_EQ(array[2]["trace"]["loss"].size(), 100'001u);
  EXPECT_FALSE(array[2].contains("trace_file"));
  EXPECT_EQ(array[8]["verdict"], "diverged");
  EXPECT_EQ(array[8]["momentum"], 0.9);
}

TEST_F(Export, LeavesOutATornLine) {
  std::ofstream(runs_ / "runs.jsonl", std::ios::app) << "{\"schema\":";
  const fs::path folders[] = {runs_};
  const ExportReport csv = export_csv(folders, out_);
  EXPECT_EQ(csv.runs, 3);
  EXPECT_EQ(csv.torn, 1);
  EXPECT_EQ(export_json(folders, place_.path() / "all.json").torn, 1);
}

TEST_F(Export, SaysWhatIsWrongWithItsInput) {
  auto what = [&](const std::function<void()>& action) -> std::string {
    try {
      action();
    } catch (const BadInput& error) {
      return error.what();
    }
    return "no BadInput";
  };
  const fs::path nowhere[] = {place_.path() / "nowhere"}, empty[] = {place_.path()};
  const fs::path good[] = {runs_}, map[] = {map_};
  EXPECT_NE(what([&] { export_csv(nowhere, out_); }).find("no such folder"), std::string::npos);
  EXPECT_NE(what([&] { export_csv(empty, out_); }).find("holds no runs.jsonl"), std::string::npos);
  EXPECT_NE(what([&] { export_csv(good, runs_ / "runs.csv"); }).find("name a folder"),
            std::string::npos);
  EXPECT_NE(what([&] { export_csv(good, runs_ / "runs.jsonl"); }).find("cannot write the folder"),
            std::string::npos);
  EXPECT_NE(what([&] { export_json(good, runs_); }).find("name a file"), std::string::npos);
  EXPECT_FALSE(fs::exists(out_));
  for (const char* bad : {"{", "[1]", "{\"schema\": \"descend.map/1\"}",
                          R"({"schema":"descend.map/1","axes":[{"name":"a","values":[1,2]}],)"
                          R"("columns":{"steps":[1]},"legend":[]})"}) {
    std::ofstream(map_ / "map.json") << bad;
    EXPECT_NE(what([&] { export_csv(map, out_); }).find("map.json: "), std::string::npos) << bad;
    EXPECT_FALSE(fs::exists(out_ / "map.csv"));
  }
}

TEST(Csv, QuotesWhatMustStandInQuotes) {
  CsvRows rows;
  for (const char* text : {"plain", "a,b", "say \"so\"", "two\nlines", ""}) rows.field(text);
  rows.empty();
  rows.end_row();
  rows.json(nullptr);
  rows.json(true);
  rows.json(0.5);
  rows.end_row();
  EXPECT_EQ(rows.text(),
            "plain,\"a,b\",\"say \"\"so\"\"\",\"two\nlines\",\"\",\n"
            ",true,0.5\n");
}

TEST(Csv, PutsANewColumnBehindTheOneBeforeIt) {
  CsvColumns columns;
  columns.add({"id", "optimizer.name", "optimizer.learning_rate", "seed"});
  columns.add({"id", "optimizer.name", "optimizer.learning_rate", "optimizer.momentum", "seed"});
  columns.add({"first", "id", "seed", "last"});
  EXPECT_EQ(columns.names(),
            std::vector<std::string>({"first", "id", "optimizer.name", "optimizer.learning_rate",
                                      "optimizer.momentum", "seed", "last"}));
}

}  // namespace
}  // namespace descend
