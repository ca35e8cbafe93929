#include "results/record/outcome.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "results/record/sample_records.h"

namespace descend {
namespace {

using Names = std::vector<std::string>;

Names known_to_the_schema(const char* key) {
  const auto schema =
      nlohmann::json::parse(file_text(DESCEND_SOURCE "/results/schema/run.schema.json"));
  return schema["properties"]["outcome"]["properties"][key]["enum"].get<Names>();
}

TEST(Verdicts, AreThoseOfTheSchemaInOrder) {
  Names names;
  for (const VerdictInfo& verdict : verdicts()) names.emplace_back(verdict.name);
  EXPECT_EQ(names, known_to_the_schema("verdict"));
}

TEST(Statuses, AreThoseOfTheSchemaInOrder) {
  EXPECT_EQ(Names(status_names().begin(), status_names().end()), known_to_the_schema("status"));
}

TEST(Verdicts, AreExplainedInTheReadme) {
  const std::string readme = file_text(DESCEND_SOURCE "/results/README.md");
  for (const VerdictInfo& verdict : verdicts()) {
    EXPECT_NE(readme.find("`" + std::string(verdict.name) + "`"), readme.npos) << verdict.name;
  }
}

TEST(Verdicts, CanBeToldApart) {
  std::set<std::string_view> names, marks, sentences;
  std::set<std::size_t> colours;
  for (const VerdictInfo& verdict : verdicts()) {
    EXPECT_TRUE(names.insert(verdict.name).second) << verdict.name;
    EXPECT_TRUE(marks.insert(verdict.mark).second) << verdict.name;
    EXPECT_TRUE(colours.insert(verdict.colour).second) << verdict.name;
    EXPECT_TRUE(sentences.insert(verdict.sentence).second) << verdict.name;
    EXPECT_LT(verdict.colour, kVerdictColours) << verdict.name;
    EXPECT_TRUE(!verdict.sentence.empty() && !verdict.sentence.ends_with('.')) << verdict.name;
  }
}

TEST(Verdicts, HaveAsManyColoursOnThePage) {
  const std::string page = file_text(DESCEND_SOURCE "/results/viewer/source/drawing/colours.ts");
  const std::size_t begin = page.find("kVerdictColours = [");
  ASSERT_NE(begin, page.npos);
  const std::string list = page.substr(begin, page.find("] as const", begin) - begin);
  EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(list, '#')), kVerdictColours) << list;
}

TEST(Verdicts, AreFoundByTheirNames) {
  for (const VerdictInfo& verdict : verdicts()) {
    const std::optional<Verdict> found = verdict_named(verdict.name);
    ASSERT_TRUE(found) << verdict.name;
    EXPECT_EQ(name_of(*found), verdict.name);
  }
  EXPECT_EQ(name_of(Verdict::unknown), "unknown");
  EXPECT_EQ(name_of(Verdict::left_domain), "left_domain");
  EXPECT_FALSE(verdict_named("convergent"));
  for (const std::string_view name : status_names()) EXPECT_EQ(name_of(*status_named(name)), name);
  EXPECT_FALSE(status_named("oscillating"));
}

}  // namespace
}  // namespace descend
