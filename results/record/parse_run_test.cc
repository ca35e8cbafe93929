#include "results/record/parse_run.h"

#include <gtest/gtest.h>

#include <functional>
#include <sstream>

#include "results/record/sample_records.h"
#include "results/record/write_record.h"

namespace descend {
namespace {

const std::string kLine = record_line(sample_record("run-1"));

// What is wrong with a line; "" for nothing, "cut short" for what has no end.
std::string fault_of(const std::string& line, Traces traces = Traces::read) {
  StoredRun run;
  const auto fault = parse_run(line, traces, run);
  return !fault ? "" : fault->cut_short ? "cut short" : fault->error;
}

std::string changed(const std::function<void(Json&)>& change) {
  Json line = Json::parse(kLine);
  change(line);
  return line.dump();
}

TEST(ParseRun, GivesLineAndTrace) {
  StoredRun run;
  ASSERT_FALSE(parse_run(kLine, Traces::read, run));
  EXPECT_EQ(run.line.id, "run-1");
  EXPECT_EQ(run.json["id"], "run-1");
  EXPECT_FALSE(run.json.contains("trace"));
  EXPECT_EQ(run.trace.states(), 3u);
  EXPECT_TRUE(run.trace.find("step")->integer);
  EXPECT_FALSE(run.trace.find("loss")->integer);
  ASSERT_FALSE(parse_run(kLine, Traces::skip, run));
  EXPECT_EQ(run.line.id, "run-1");
  EXPECT_TRUE(run.trace.columns.empty());
}

TEST(ParseRun, FindsWhatStandsBehindTheTrace) {
  const std::string sorted = nlohmann::json::parse(kLine).dump();
  ASSERT_LT(sorted.find("\"trace\":"), sorted.find("\"trace_hash\":"));
  for (const Traces traces : {Traces::skip, Traces::read}) {
    StoredRun run;
    ASSERT_FALSE(parse_run(sorted, traces, run));
    EXPECT_EQ(run.line.trace_hash, trace_hash(sample_record("run-1")));
  }
}

TEST(ParseRun, TellsWhatWasCutShortFromWhatIsWrong) {
  for (std::size_t length = 0; length + 2 < kLine.size(); ++length) {
    ASSERT_EQ(fault_of(kLine.substr(0, length)), "cut short") << length;
  }
  EXPECT_EQ(fault_of("garbage"), "cut short");
  EXPECT_EQ(fault_of("7"), "not a run's line");
  EXPECT_EQ(fault_of("{}"), "`schema` is missing");
  EXPECT_EQ(fault_of(changed([](Json& line) { line["seed"] = "one"; })),
            "`seed`: \"one\" is not a whole number");
}

TEST(ParseRun, RefusesATraceThatIsNoTable) {
  const std::string no_lists = "`trace` is not an object of lists of numbers";
  EXPECT_EQ(fault_of(changed([](Json& line) { line["trace"]["loss"].erase(0); })),
            "`trace`: `step` has 3 numbers, `loss` has 2");
  EXPECT_EQ(fault_of(changed([](Json& line) { line["trace"]["loss"] = Json::array(); })),
            "`trace`: `step` has 3 numbers, `loss` has 0");
  EXPECT_EQ(fault_of(changed([](Json& line) { line["trace"] = nullptr; })), no_lists);
  EXPECT_EQ(fault_of(changed([](Json& line) { line["trace"]["loss"] = 1; })), no_lists);
  EXPECT_EQ(fault_of(changed([](Json& line) { line["trace"]["loss"][1] = "1"; })), no_lists);
  EXPECT_EQ(fault_of(changed([](Json& line) { line["trace"]["loss"][1] = {1}; })), no_lists);
}

TEST(ParseRun, HasALimitOfDepth) {
  const auto nested = [](std::size_t depth) {
    return "{\"extra\":" + std::string(depth, '[') + std::string(depth, ']') + "," +
           kLine.substr(1);
  };
  EXPECT_EQ(fault_of(nested(99)), "");
  EXPECT_EQ(fault_of(nested(100)), "nested deeper than 100 levels");
  EXPECT_EQ(fault_of(nested(100'000)), "nested deeper than 100 levels");
}

// Whatever stands in a line, what does not fit is a fault, and never an exception.
TEST(ParseRun, SurvivesEveryValueInEveryPlace) {
  const Json whole = Json::parse(kLine);
  const std::vector<Json> values = {
      nullptr,  true,           -1,        0.5, 1e300, 9223372036854775808u, "text", Json::array(),
      {1, "a"}, Json::object(), {{"a", 1}}};
  int faults = 0;
  const Json flat = whole.flatten();
  for (const auto& [pointer, value] : flat.items()) {
    for (Json::json_pointer place(pointer); !place.empty(); place.pop_back()) {
      for (const Json& other : values) {
        Json line = whole;
        line[place] = other;
        for (const Traces traces : {Traces::skip, Traces::read}) {
          StoredRun run;
          faults += parse_run(line.dump(), traces, run) ? 1 : 0;
        }
      }
    }
  }
  EXPECT_GT(faults, 500);
}

TEST(ParseTraceFile, ReadsWhatIsWritten) {
  JsonWriter writer;
  write_trace(sample_record("run-1"), writer);
  std::istringstream text(writer.take());
  Trace trace;
  parse_trace_file(text, trace);
  EXPECT_EQ(trace.states(), 3u);
  for (const char* damaged :
       {"", "[1]", R"({"trace": {"step": [0, 1], "loss": [1]}})", R"({"trace": {"step": 1}})"}) {
    std::istringstream damaged_text(damaged);
    EXPECT_THROW(parse_trace_file(damaged_text, trace), BadInput) << damaged;
  }
}

}  // namespace
}  // namespace descend
