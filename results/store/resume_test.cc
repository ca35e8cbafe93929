#include "results/store/resume.h"

#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>

#include "results/record/read_runs.h"
#include "results/record/sample_records.h"
#include "results/schema/schema_validation.h"
#include "results/store/store_trial.h"

namespace descend {
namespace {

TEST(Resume, DropsATornLastLineAndSaysSo) {
  for (const std::string torn : {"{\"schema\":\"descend.run/1\",\"id\":\"run-3\",\"bui", "\n",
                                 "{\"id\":\"run-3\"\n", "garbage\n"}) {
    TemporaryFolder place;
    Store(place.path(), kOptions).append(sample_record("run-1"));
    const fs::path file = place.path() / "runs.jsonl";
    const std::string good = file_text(file);
    append_text(file, torn);
    EXPECT_TRUE(read_runs(place.path(), Traces::skip, [](StoredRun&) {}).torn) << torn;
    Store store(place.path(), kOptions);
    EXPECT_EQ(store.opened().torn, 1) << torn;
    EXPECT_EQ(store.opened().done, 1);
    ASSERT_EQ(store.opened().sentences().size(), 1u);
    EXPECT_NE(store.opened().sentences()[0].find("cut short"), std::string::npos);
    EXPECT_EQ(file_text(file), good);
    store.append(sample_record("run-3"));
    EXPECT_EQ(ids(place.path()), Messages({"run-1", "run-3"}));
  }
}

TEST(Resume, RunsAgainALineThatWasCutAnywhere) {
  TemporaryFolder place;
  Store(place.path(), kOptions).append(sample_record("run-1"));
  const fs::path file = place.path() / "runs.jsonl";
  const std::string line = file_text(file);
  for (std::size_t cut = 1; cut < line.size(); cut += 37) {
    fs::resize_file(file, 0);
    append_text(file, line + line.substr(0, cut));
    EXPECT_EQ(Store(place.path(), kOptions).opened().torn, 1);
    EXPECT_EQ(file_text(file), line);
  }
  // The whole line, but for its break: it may go on, so it runs again too.
  fs::resize_file(file, line.size() - 1);
  Store store(place.path(), kOptions);
  EXPECT_EQ(store.opened().torn, 1);
  EXPECT_FALSE(store.done("run-1"));
}

TEST(Resume, RefusesAFileThatIsBrokenBeforeItsEnd) {
  TemporaryFolder place;
  Store(place.path(), kOptions).append(sample_record("run-1"));
  append_text(place.path() / "runs.jsonl", "garbage\n");
  append_text(place.path() / "runs.jsonl", file_text(place.path() / "runs.jsonl"));
  const std::string message = what([&] { Store(place.path(), kOptions); });
  EXPECT_NE(message.find("runs.jsonl:2: "), std::string::npos) << message;
  EXPECT_NE(message.find("--restart"), std::string::npos) << message;
  EXPECT_NE(what([&] { ids(place.path()); }).find("runs.jsonl:2: "), std::string::npos);
}

TEST(Resume, MovesTheLinesOfAnotherBuildToStale) {
  TemporaryFolder place;
  Record plugin = sample_record("run-2");
  plugin.build = "aaaa+mine:bbbb+other:0000";
  {
    Store store(place.path(), options_for({"aaaa", "mine:bbbb", "other:0000"}));
    store.append(sample_record("run-1"));
    store.append(plugin);
    store.append(exploded_record("run-3"));
  }
  const std::string before = file_text(place.path() / "runs.jsonl");
  {  // a plugin that is not loaded says nothing about its runs
    Store store(place.path(), options_for({"aaaa", "min:cccc", "miner:cccc"}));
    EXPECT_EQ(store.opened().stale, 0);
    EXPECT_EQ(store.opened().done, 3);
  }
  {  // the plugin was built anew
    Store store(place.path(), options_for({"aaaa", "mine:cccc"}));
    EXPECT_EQ(store.opened().stale, 1);
    EXPECT_EQ(store.opened().done, 2);
    EXPECT_FALSE(store.done("run-2"));
    EXPECT_EQ(
        store.opened().sentences(),
        Messages({"The plugin mine has changed: 1 run of its old file moved to stale.jsonl, to "
                  "run again where it is wanted."}));
    EXPECT_EQ(ids(place.path()), Messages({"run-1", "run-3"}));
    plugin.build = "aaaa+mine:cccc";
    store.append(plugin);
  }
  {  // the program was built anew
    Store store(place.path(), options_for({"dddd", "mine:cccc"}));
    EXPECT_EQ(store.opened().stale, 3);
    EXPECT_EQ(store.opened().done, 0);
  }
  EXPECT_EQ(file_text(place.path() / "runs.jsonl"), "");
  std::set<std::string> stale;
  std::ifstream file(place.path() / "stale.jsonl");
  for (std::string line; std::getline(file, line);) {
    EXPECT_TRUE(stale.insert(line).second);
    EXPECT_EQ(validate("run", line), Messages());
  }
  EXPECT_EQ(stale.size(), 4u);
}

TEST(Resume, RunsAgainWhatHasLostItsTrace) {
  TemporaryFolder place;
  Store(place.path(), kOptions).append(sample_record("run-1"));
  Store(place.path(), kOptions).append(sample_record("run-2", 200'000));
  EXPECT_EQ(Store(place.path(), kOptions).opened().done, 2);
  fs::remove(place.path() / "traces" / "run-2.json");
  Store store(place.path(), kOptions);
  EXPECT_EQ(store.opened().incomplete, 1);
  EXPECT_TRUE(store.done("run-1"));
  EXPECT_FALSE(store.done("run-2"));
  EXPECT_EQ(store.opened().sentences(),
            Messages{"1 run of which the trace or parameters file is gone moved to stale.jsonl, to "
                     "run again where it is wanted."});
}

TEST(Resume, KeepsAStaleLineOnceWhenItWasInterrupted) {
  TemporaryFolder place;
  Store(place.path(), kOptions).append(sample_record("run-1"));
  const std::string line = file_text(place.path() / "runs.jsonl");
  append_text(place.path() / "stale.jsonl", line);  // dead between the two renames
  EXPECT_EQ(Store(place.path(), options_for({"bbbb"})).opened().stale, 1);
  EXPECT_EQ(file_text(place.path() / "stale.jsonl"), line);
  EXPECT_EQ(file_text(place.path() / "runs.jsonl"), "");
}

TEST(Resume, RemovesWhatAKilledProgramWasWriting) {
  TemporaryFolder place;
  fs::create_directory(place.path() / "traces");
  append_text(place.path() / "manifest.json.partial-77", "{");
  append_text(place.path() / "traces" / "run-1.json.partial-77", "{");
  Store store(place.path(), kOptions);
  EXPECT_FALSE(fs::exists(place.path() / "manifest.json.partial-77"));
  EXPECT_FALSE(fs::exists(place.path() / "traces" / "run-1.json.partial-77"));
}

}  // namespace
}  // namespace descend
