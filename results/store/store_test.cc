#include "results/store/store.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>
#include <system_error>
#include <thread>

#include "results/record/read_runs.h"
#include "results/record/sample_records.h"
#include "results/schema/schema_validation.h"
#include "results/store/store_trial.h"

namespace descend {
namespace {

TEST(Store, KeepsWhatIsAppended) {
  TemporaryFolder place;
  const fs::path folder = place.path() / "runs" / "article";
  {
    Store store(folder, kOptions);
    EXPECT_EQ(store.opened().done, 0);
    EXPECT_TRUE(store.opened().sentences().empty());
    store.append(sample_record("run-1"));
    store.append(exploded_record("run-2"));
    EXPECT_TRUE(store.done("run-1"));
    EXPECT_FALSE(store.done("run-3"));
  }
  EXPECT_EQ(ids(folder), Messages({"run-1", "run-2"}));
  Store again(folder, kOptions);
  EXPECT_EQ(again.opened().done, 2);
  EXPECT_TRUE(again.done("run-2"));
  again.append(sample_record("run-3"));
  EXPECT_EQ(ids(folder), Messages({"run-1", "run-2", "run-3"}));
}

TEST(Store, WritesEveryFileAsItsSchemaSays) {
  TemporaryFolder place;
  Store store(place.path(), kOptions);
  Record record = sample_record("run-1");
  record.session = store.start_session({.command = "descend run \"article\"", .jobs = 2}, 2);
  EXPECT_EQ(validate("manifest", file_text(place.path() / "manifest.json")), Messages());
  record.parameters = sample_parameters();
  store.append(record);
  store.finish_session();
  EXPECT_EQ(validate("run", file_text(place.path() / "runs.jsonl")), Messages());
  EXPECT_EQ(validate("parameters", file_text(place.path() / "parameters/run-1.json")), Messages());
  EXPECT_EQ(validate("manifest", file_text(place.path() / "manifest.json")), Messages());
  for (const auto& entry : fs::recursive_directory_iterator(place.path())) {
    EXPECT_EQ(entry.path().string().find(".partial-"), std::string::npos) << entry.path();
  }
}

TEST(Store, PutsALongTraceBesideTheLine) {
  TemporaryFolder place;
  const Record record = sample_record("run-1", 100'001);
  Store(place.path(), kOptions).append(record);
  Index states = 0;
  read_runs(place.path(), Traces::read, [&](StoredRun& run) {
    EXPECT_FALSE(run.json.contains("trace_file"));
    EXPECT_EQ(run.line.trace_file, "traces/run-1.json");
    states = static_cast<Index>(run.trace.find("loss")->values.size());
    EXPECT_EQ(run.trace.find("loss")->values.numbers(),
              record.trace.find("loss")->values.numbers());
  });
  EXPECT_EQ(states, 100'001);
}

TEST(Store, MovesTheOldFolderAsideOnRestart) {
  TemporaryFolder place;
  const fs::path folder = place.path() / "article";
  Store(folder, options_for({"aaaa"}, true)).append(sample_record("run-1"));
  for (const char* aside : {"article.1", "article.2"}) {
    Store store(folder, options_for({"aaaa"}, true));
    EXPECT_EQ(store.opened().moved_to, place.path() / aside);
    EXPECT_EQ(store.opened().done, 0);
    ASSERT_EQ(store.opened().sentences().size(), 1u);
    EXPECT_NE(store.opened().sentences()[0].find(aside), std::string::npos);
    EXPECT_EQ(ids(place.path() / aside), Messages({"run-1"}));
    store.append(sample_record("run-1"));
  }
  EXPECT_EQ(ids(folder), Messages({"run-1"}));
}

TEST(Store, RestartLeavesAStrangersFolderWhereItIs) {
  TemporaryFolder place;
  append_text(place.path() / "thesis.txt", "years of work");
  const std::string message = what([&] { Store(place.path(), options_for({"aaaa"}, true)); });
  EXPECT_NE(message.find("holds no runs"), std::string::npos) << message;
  EXPECT_TRUE(fs::exists(place.path() / "thesis.txt"));
}

TEST(Store, SaysWhichFolderCannotBeWritten) {
  TemporaryFolder place;
  append_text(place.path() / "file", "");
  for (const fs::path& folder : {place.path() / "file", place.path() / "file" / "below",
                                 fs::path("/proc/descend"), fs::path("/proc/self")}) {
    const std::string message = what([&] { Store(folder, kOptions); });
    EXPECT_NE(message.find("cannot write"), std::string::npos) << message;
    EXPECT_NE(message.find(folder.string()), std::string::npos) << message;
  }
  EXPECT_EQ(std::distance(fs::directory_iterator(place.path()), {}), 1);
}

TEST(Store, LeavesNoHalfLineWhenTheDiskIsFull) {
  TemporaryFolder place;
  Store(place.path(), kOptions).append(sample_record("run-1"));
  const std::string before = file_text(place.path() / "runs.jsonl");
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{before.size() + 100, before.size() + 100};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    int code = 1;
    try {
      Store(place.path(), kOptions).append(sample_record("run-2"));
    } catch (const std::system_error& error) {
      const std::string text = error.what();
      code = text.find("runs.jsonl: File too large") == std::string::npos ? 2 : 0;
    }
    ::_exit(code);
  }
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(file_text(place.path() / "runs.jsonl"), before);
}

TEST(Store, TakesRunsFromManyThreads) {
  TemporaryFolder place;
  {
    Store store(place.path(), kOptions);
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&store, t] {
        for (int i = 0; i < 25; ++i) {
          const std::string id = "run-" + std::to_string(25 * t + i);
          if (!store.done(id)) store.append(sample_record(id, 50 + i));
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
  const std::vector<std::string> found = ids(place.path());
  EXPECT_EQ(std::set<std::string>(found.begin(), found.end()).size(), 100u);
  EXPECT_EQ(Store(place.path(), kOptions).opened().done, 100);
}

TEST(Store, LetsOneProcessWriteAtATime) {
  TemporaryFolder place;
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    Store store(place.path(), kOptions);
    store.append(sample_record("run-1"));
    if (::write(ready[1], "x", 1) != 1) ::_exit(1);
    ::pause();
    ::_exit(0);
  }
  char byte;
  ASSERT_EQ(::read(ready[0], &byte, 1), 1);
  const std::string process = "(process " + std::to_string(child) + ")";
  for (const bool restart : {false, true}) {
    const std::string message = what([&] { Store(place.path(), options_for({"aaaa"}, restart)); });
    EXPECT_NE(message.find("another run " + process), std::string::npos) << message;
    EXPECT_NE(message.find(place.path().string()), std::string::npos) << message;
  }
  ::kill(child, SIGKILL);  // the system gives the lock up, whatever ends the process
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
  EXPECT_EQ(Store(place.path(), kOptions).opened().done, 1);
}

TEST(Store, StaysWholeWhenProcessesRaceForIt) {
  TemporaryFolder place;
  const fs::path folder = place.path() / "article";
  std::vector<pid_t> children;
  for (int process = 0; process < 3; ++process) {
    children.push_back(::fork());
    if (children.back() != 0) continue;
    for (int i = 0; i < 20;) {
      try {
        Store store(folder, kOptions);
        store.append(sample_record("run-" + std::to_string(20 * process + i)));
        ++i;
      } catch (const BadInput&) {
        ::usleep(200);
      }
    }
    ::_exit(0);
  }
  for (const pid_t child : children) {
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  }
  const std::vector<std::string> found = ids(folder);
  EXPECT_EQ(found.size(), 60u);
  EXPECT_EQ(std::set<std::string>(found.begin(), found.end()).size(), 60u);
}

}  // namespace
}  // namespace descend
