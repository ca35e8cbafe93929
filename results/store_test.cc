#include "results/store.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <system_error>
#include <thread>

#include "results/read_runs.h"
#include "results/sample_records.h"
#include "results/schema_validation.h"

namespace descend {
namespace {

namespace fs = std::filesystem;
using Messages = std::vector<std::string>;

StoreOptions options_for(const std::vector<std::string>& builds, bool restart = false) {
  return {.restart = restart, .builds = builds, .suite = "article", .plugins = {}};
}
const StoreOptions kOptions = options_for({"aaaa"});

std::vector<std::string> ids(const fs::path& folder) {
  std::vector<std::string> ids;
  read_runs(folder, Traces::skip, [&](Json& run, Trace&) { ids.push_back(run["id"]); });
  return ids;
}

std::string what(const std::function<void()>& action) {
  try {
    action();
  } catch (const BadInput& error) {
    return error.what();
  }
  return "no BadInput";
}

void append_text(const fs::path& path, std::string_view text) {
  std::ofstream(path, std::ios::app | std::ios::binary) << text;
}

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
  const std::vector<std::string> planned = {"run-1", "run-2"};
  Record record = sample_record("run-1");
  record.session = store.start_session({.command = "descend run \"article\"", .jobs = 2}, planned);
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
  read_runs(place.path(), Traces::read, [&](Json& run, Trace& trace) {
    EXPECT_FALSE(run.contains("trace_file"));
    states = static_cast<Index>(trace.find("loss")->values.size());
    EXPECT_EQ(trace.find("loss")->values, record.trace.find("loss")->values);
  });
  EXPECT_EQ(states, 100'001);
}

TEST(Store, DropsATornLastLineAndSaysSo) {
  for (const std::string torn : {"{\"schema\":\"descend.run/1\",\"id\":\"run-3\",\"bui", "\n",
                                 "{\"id\":\"run-3\"\n", "garbage\n"}) {
    TemporaryFolder place;
    Store(place.path(), kOptions).append(sample_record("run-1"));
    const fs::path file = place.path() / "runs.jsonl";
    const std::string good = file_text(file);
    append_text(file, torn);
    EXPECT_TRUE(read_runs(place.path(), Traces::skip, [](Json&, Trace&) {}).torn) << torn;
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

TEST(Store, RunsAgainALineThatWasCutAnywhere) {
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

TEST(Store, RefusesAFileThatIsBrokenBeforeItsEnd) {
  TemporaryFolder place;
  Store(place.path(), kOptions).append(sample_record("run-1"));
  append_text(place.path() / "runs.jsonl", "garbage\n");
  append_text(place.path() / "runs.jsonl", file_text(place.path() / "runs.jsonl"));
  const std::string message = what([&] { Store(place.path(), kOptions); });
  EXPECT_NE(message.find("runs.jsonl:2: "), std::string::npos) << message;
  EXPECT_NE(message.find("--restart"), std::string::npos) << message;
  EXPECT_NE(what([&] { ids(place.path()); }).find("runs.jsonl:2: "), std::string::npos);
}

TEST(Store, MovesTheLinesOfAnotherBuildToStale) {
  TemporaryFolder place;
  Record plugin = sample_record("run-2");
  plugin.build = "aaaa+bbbb";
  {
    Store store(place.path(), options_for({"aaaa", "bbbb"}));
    store.append(sample_record("run-1"));
    store.append(plugin);
    store.append(exploded_record("run-3"));
  }
  const std::string before = file_text(place.path() / "runs.jsonl");
  {  // the plugin was built anew
    Store store(place.path(), options_for({"aaaa", "cccc"}));
    EXPECT_EQ(store.opened().stale, 1);
    EXPECT_EQ(store.opened().done, 2);
    EXPECT_FALSE(store.done("run-2"));
    EXPECT_EQ(store.opened().sentences().size(), 1u);
    EXPECT_EQ(ids(place.path()), Messages({"run-1", "run-3"}));
    plugin.build = "aaaa+cccc";
    store.append(plugin);
  }
  {  // the program was built anew
    Store store(place.path(), options_for({"dddd", "cccc"}));
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

TEST(Store, KeepsAStaleLineOnceWhenItWasInterrupted) {
  TemporaryFolder place;
  Store(place.path(), kOptions).append(sample_record("run-1"));
  const std::string line = file_text(place.path() / "runs.jsonl");
  append_text(place.path() / "stale.jsonl", line);  // dead between the two renames
  EXPECT_EQ(Store(place.path(), options_for({"bbbb"})).opened().stale, 1);
  EXPECT_EQ(file_text(place.path() / "stale.jsonl"), line);
  EXPECT_EQ(file_text(place.path() / "runs.jsonl"), "");
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

TEST(Store, RemovesWhatAKilledProgramWasWriting) {
  TemporaryFolder place;
  fs::create_directory(place.path() / "traces");
  append_text(place.path() / "manifest.json.partial-77", "{");
  append_text(place.path() / "traces" / "run-1.json.partial-77", "{");
  Store store(place.path(), kOptions);
  EXPECT_FALSE(fs::exists(place.path() / "manifest.json.partial-77"));
  EXPECT_FALSE(fs::exists(place.path() / "traces" / "run-1.json.partial-77"));
}

TEST(Manifest, KeepsTheSessionsOfEarlierRuns) {
  TemporaryFolder place;
  const std::vector<std::string> planned = {"run-1", "run-2", "run-3"};
  StoreOptions options = kOptions;
  std::set<std::string> names;
  for (int session = 0; session < 3; ++session) {
    options.plugins = {{"mine", "1.0", "./mine.so", session < 2 ? "0011" : "2233"}};
    Store store(place.path(), options);
    SessionInfo info{.command = "descend run", .jobs = 1 + session, .overhead = 12.5};
    names.insert(store.start_session(info, planned));
    if (session == 0) store.append(sample_record("run-1"));
    Record failed = sample_record("run-2");
    failed.outcome.status = "failed";
    if (session == 1) store.append(failed);
    if (session != 1) store.finish_session();  // the second was killed
  }
  EXPECT_EQ(names.size(), 3u);
  const std::string text = file_text(place.path() / "manifest.json");
  EXPECT_EQ(validate("manifest", text), Messages());
  const auto manifest = nlohmann::json::parse(text);
  EXPECT_EQ(manifest["suite"], "article");
  EXPECT_EQ(manifest["plugins"].size(), 2u);
  EXPECT_EQ(manifest["runs"], nlohmann::json({{"planned", 3}, {"done", 2}, {"failed", 1}}));
  ASSERT_EQ(manifest["sessions"].size(), 3u);
  for (const auto& [name, session] : manifest["sessions"].items()) {
    EXPECT_TRUE(names.contains(name));
    EXPECT_EQ(session["finished"].is_null(), session["jobs"] == 2);
    EXPECT_EQ(session["overhead"], 12.5);
  }
}

TEST(Manifest, CountsRunsOfOtherSelectionsAsPlanned) {
  TemporaryFolder place;
  Store store(place.path(), kOptions);
  store.append(sample_record("run-1"));
  store.start_session({.command = "descend run", .jobs = 1}, std::vector<std::string>{"run-2"});
  const auto manifest = nlohmann::json::parse(file_text(place.path() / "manifest.json"));
  EXPECT_EQ(manifest["runs"], nlohmann::json({{"planned", 2}, {"done", 1}, {"failed", 0}}));
  const auto& session = manifest["sessions"].begin().value();
  EXPECT_TRUE(session["overhead"].is_null());  // it was not measured
}

TEST(Manifest, RefusesAFileThatIsNone) {
  for (const char* text : {"", "{", "[]", "{\"schema\": \"descend.manifest/2\"}",
                           "{\"schema\": \"descend.manifest/1\", \"sessions\": []}"}) {
    TemporaryFolder place;
    append_text(place.path() / "manifest.json", text);
    const std::string message = what([&] { Store(place.path(), kOptions); });
    EXPECT_NE(message.find("manifest.json: "), std::string::npos) << message;
  }
}

}  // namespace
}  // namespace descend
