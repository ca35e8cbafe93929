#include "results/store/manifest.h"

#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>

#include "results/record/sample_records.h"
#include "results/schema/schema_validation.h"
#include "results/store/store_trial.h"

namespace descend {
namespace {

TEST(Manifest, KeepsTheSessionsOfEarlierRuns) {
  TemporaryFolder place;
  StoreOptions options = kOptions;
  std::set<std::string> names;
  for (int session = 0; session < 3; ++session) {
    options.plugins = {{"mine", "1.0", "./mine.so", session < 2 ? "0011" : "2233"}};
    Store store(place.path(), options);
    SessionInfo info{.command = "descend run", .jobs = 1 + session, .overhead = 12.5};
    names.insert(store.start_session(info, 3 - store.opened().done));
    if (session == 0) store.append(sample_record("run-1"));
    Record failed = sample_record("run-2");
    failed.outcome.status = Status::failed;
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
  store.start_session({.command = "descend run", .jobs = 1}, 1);
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
