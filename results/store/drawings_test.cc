#include "results/store/drawings.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "results/record/sample_records.h"
#include "results/schema/schema_validation.h"
#include "results/store/store_trial.h"

namespace descend {
namespace {

std::vector<std::string> drawing_files(const fs::path& folder) {
  std::vector<std::string> files;
  read_runs(folder, Traces::skip, [&](StoredRun& run) { files.push_back(run.line.drawing_file); });
  return files;
}

std::size_t count_files(const fs::path& folder) {
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

Record drawn_record(const std::string& id, const Drawing& drawing) {
  Record record = sample_record(id);
  record.drawing = drawing;
  return record;
}

TEST(Drawings, StandInOneFileHoweverManyRunsAndKeysShareThem) {
  TemporaryFolder place;
  Store store(place.path(), kOptions);
  EXPECT_FALSE(store.has_drawing("well 0"));
  store.append(drawn_record("run-1", sample_drawing("well 0")));
  EXPECT_TRUE(store.has_drawing("well 0"));
  EXPECT_FALSE(store.has_drawing("well 1"));
  store.append(drawn_record("run-2", {.key = "well 0", .columns = {}}));
  store.append(drawn_record("run-3", sample_drawing("well 1")));
  Drawing other = sample_drawing("hill 0");
  other.columns[0].values[1] = 0.25;
  store.append(drawn_record("run-4", other));
  store.append(sample_record("run-5"));  // that no picture needs

  const std::vector<std::string> files = drawing_files(place.path());
  ASSERT_EQ(files.size(), 5u);
  EXPECT_TRUE(files[0].starts_with("drawings/")) << files[0];
  EXPECT_EQ(files[1], files[0]);
  EXPECT_EQ(files[2], files[0]);
  EXPECT_NE(files[3], files[0]);
  EXPECT_EQ(files[4], "");
  EXPECT_EQ(count_files(place.path() / "drawings"), 2u);
  const std::string text = file_text(place.path() / files[0]);
  EXPECT_EQ(validate("drawing", text), Messages());
  EXPECT_EQ(Json::parse(text)["columns"]["point_x0"], Json({0.0, 0.5}));
}

TEST(Drawings, ThatProblemsDoNotHaveHaveNoFile) {
  TemporaryFolder place;
  Store store(place.path(), kOptions);
  store.append(drawn_record("run-1", {.key = "plugin", .columns = {}}));
  EXPECT_FALSE(store.has_drawing("plugin"));
  EXPECT_EQ(drawing_files(place.path()), Messages({""}));
  EXPECT_FALSE(fs::exists(place.path() / "drawings"));
}

TEST(Drawings, ThatAreMissingLeaveTheirRunsDoneAndAreWrittenAgain) {
  TemporaryFolder place;
  Store(place.path(), kOptions).append(drawn_record("run-1", sample_drawing("well 0")));
  const std::string file = drawing_files(place.path())[0];
  const std::string text = file_text(place.path() / file);
  fs::remove_all(place.path() / "drawings");
  Store store(place.path(), kOptions);
  EXPECT_TRUE(store.done("run-1"));
  EXPECT_FALSE(store.has_drawing("well 0"));
  store.append(drawn_record("run-2", sample_drawing("well 0")));
  EXPECT_EQ(drawing_files(place.path()), Messages({file, file}));
  EXPECT_EQ(file_text(place.path() / file), text);
}

TEST(Drawings, HalfWrittenAreRemovedAtTheNextStart) {
  TemporaryFolder place;
  Store(place.path(), kOptions).append(drawn_record("run-1", sample_drawing("well 0")));
  append_text(place.path() / "drawings/abcd.json.partial-17", "{");
  Store store(place.path(), kOptions);
  EXPECT_EQ(count_files(place.path() / "drawings"), 1u);
}

TEST(Drawings, ComeFromSeveralThreadsAtOnce) {
  TemporaryFolder place;
  {
    Store store(place.path(), kOptions);
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&store, thread] {
        for (int i = 0; i < 20; ++i) {
          Drawing drawing = sample_drawing("seed " + std::to_string(i));
          drawing.columns[0].values[0] = i % 5;
          store.append(drawn_record(fmt::format("run-{}-{}", thread, i), drawing));
        }
      });
    }
  }
  EXPECT_EQ(count_files(place.path() / "drawings"), 5u);
  const std::vector<std::string> files = drawing_files(place.path());
  EXPECT_EQ(files.size(), 80u);
  for (const std::string& file : files) {
    EXPECT_EQ(validate("drawing", file_text(place.path() / file)), Messages());
  }
}

}  // namespace
}  // namespace descend
