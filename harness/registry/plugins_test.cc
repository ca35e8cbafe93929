// Plugins from files: what is refused in one line, what a failing one costs, what is recorded.

#include "harness/registry/plugins.h"

#include <dlfcn.h>

#include <cstdlib>

#include "harness/check/allocation_count.h"
#include "tests/program.h"

namespace descend {
namespace {

namespace fs = std::filesystem;
using test::Program;
using test::read_file;
using test::read_lines;

// A library that the tests have built, as an argument.
std::string plugin(const std::string& name) {
  return " --plugin '" DESCEND_TEST_PLUGINS "/" + name + ".so'";
}

TEST_F(Program, RefusesFilesThatAreNoPlugins) {
  expect_refused("list --plugin nowhere.so", "nowhere.so: No such file or directory");
  expect_refused("list --plugin .", ".: is a folder, not a file");
  expect_refused("list --plugin /dev/zero", "/dev/zero: is not a file");
  write("text.so", "not a library\n");
  expect_refused("list --plugin text.so", "text.so: is not a shared library");
  write("cut.so",
        "\x7f"
        "ELF");
  expect_refused("list --plugin cut.so", "cut.so: cannot be loaded: file too short");
  expect_refused("list" + plugin("no_entry"), "is a library, but no plugin");
  expect_refused("list" + plugin("throwing"),
                 "throwing.so: a static initialiser failed: the tide is out\n");
  expect_refused("list" + plugin("undefined"),
                 "cannot be loaded: undefined symbol: faulty::never_defined(int)");
}

TEST_F(Program, SaysWhichPartOfAnotherAbiDiffers) {
  expect_refused("list" + plugin("other_api"),
                 "API version is 0 in the plugin and 5 in this program");
  expect_refused("list" + plugin("other_api"), "Eigen version is 2.0.0 in the plugin and 3.");
  expect_refused("list" + plugin("other_api"), "EIGEN_MAX_ALIGN_BYTES is unknown in the plugin");
  expect_refused("list" + plugin("old_strings"),
                 "was built for another program: standard library is libstdc++ with C++11 ABI 0 in "
                 "the plugin and libstdc++ with C++11 ABI 1 in this program\n");
}

TEST_F(Program, RefusesWhatCannotBeRegistered) {
  auto refused = [&](const char* fault, const std::string& others, const std::string& what) {
    setenv("DESCEND_TEST_FAULT", fault, 1);
    expect_refused("list" + others + plugin("refused"), "refused.so: " + what);
  };
  refused("sgd", "", "the name 'sgd' is taken by this program's own optimizer");
  refused("article", "", "the name 'article' is taken by this program's own suite");
  refused("keeps_state", plugin("broken"),
          "the name 'keeps_state' is taken by the optimizer of the plugin 'broken'");
  refused("Bad-Word", "", "the name 'Bad-Word' must match [a-z][a-z0-9_]*");
  refused("throws text", "", "failed while registering: the moon is full");
  refused("throws a number", "", "failed while registering, with an exception of unknown type");
  unsetenv("DESCEND_TEST_FAULT");
  EXPECT_EQ(descend("list" + plugin("refused")), 0) << error_;
}

TEST_F(Program, LoadsAFileOnceHoweverOftenItIsNamed) {
  fs::copy_file(DESCEND_TEST_PLUGINS "/broken.so", folder_ / "broken.so");
  setenv("DESCEND_PLUGIN_PATH", folder_.c_str(), 1);
  ASSERT_EQ(descend("list optimizers --plugin broken.so --plugin ./broken.so"), 0) << error_;
  EXPECT_NE(out_.find("keeps_state"), std::string::npos) << out_;
  ASSERT_EQ(descend("list optimizers"), 0) << error_;
  EXPECT_NE(out_.find("keeps_state"), std::string::npos) << out_;
  setenv("DESCEND_PLUGIN_PATH", "/nowhere/at/all.so", 1);
  expect_refused("list", "/nowhere/at/all.so: No such file");
  EXPECT_EQ(descend("--help"), 0) << error_;
  unsetenv("DESCEND_PLUGIN_PATH");
}

TEST_F(Program, AFailingPluginCostsItsOwnRunsOnly) {
  ASSERT_EQ(
      descend("run -p double_well -o sgd throws_in_start throws_in_step throws_number_in_start "
              "throws_number_in_step steps_to_nan asks_for_another_length assigns_another_length "
              "uses_unsized_state "
              "--steps 10 --out rules" +
              plugin("failing")),
      1)
      << error_;
  EXPECT_TRUE(error_.starts_with("descend: error: 7 of 9 runs failed: ")) << error_;
  EXPECT_EQ(std::ranges::count(error_, '\n'), 1) << error_;
  std::map<std::string, nlohmann::json> outcomes;
  for (const auto& line : read_lines(folder_ / "rules/runs.jsonl")) {
    outcomes[line["optimizer"]["name"]] = line["outcome"];
  }
  auto expect = [&](const std::string& name, const std::string& status, const std::string& reason) {
    EXPECT_EQ(outcomes[name]["status"], status) << name << outcomes[name];
    const std::string said = outcomes[name].value("reason", "");
    EXPECT_NE(said.find(reason), std::string::npos) << name << ": " << said;
  };
  expect("sgd", "budget_exhausted", "");
  expect("throws_in_start", "failed", "no start today");
  expect("throws_in_step", "failed", "tired of it");
  expect("throws_number_in_start", "failed", "an exception of unknown type");
  expect("throws_number_in_step", "failed", "an exception of unknown type");
  expect("steps_to_nan", "diverged", "non-finite");
  expect("asks_for_another_length", "failed", "vector of length 2, the problem has 1 parameters");
  expect("assigns_another_length", "failed", "Eigen expects rows == this->rows()");
  expect("uses_unsized_state", "failed", "vectors of lengths 1 and 0");

  ASSERT_EQ(
      descend("run -p double_well throws_when_made throws_in_value nan_gradient short_minimum "
              "growing_layout -o sgd --steps 10 --out problems" +
              plugin("failing")),
      1)
      << error_;
  EXPECT_NE(error_.find("4 of 6 runs failed: sgd on "), std::string::npos) << error_;
  for (const auto& line : read_lines(folder_ / "problems/runs.jsonl")) {
    outcomes[line["problem"]["name"]] = line["outcome"];
  }
  expect("double_well", "budget_exhausted", "");
  expect("throws_when_made", "failed", "its data are lost");
  expect("throws_in_value", "failed", "an exception of unknown type");
  expect("nan_gradient", "diverged", "non-finite");
  expect("short_minimum", "failed", "minimum 0 has 1 coordinates, not 3");
  expect("growing_layout", "failed", "start has changed the layout");
}

TEST_F(Program, ChecksAllThatAPluginBringsAndNamesEachFault) {
  ASSERT_EQ(descend("check" + plugin("broken")), 3) << error_;
  auto expect = [&](const std::string& name, const std::string& missed,
                    const std::string& also = "nothing else") {
    const std::size_t from = out_.find(name + "\n");
    ASSERT_NE(from, std::string::npos) << name << "\n" << out_;
    const std::string part = out_.substr(from, out_.find("rules held", from) - from);
    EXPECT_NE(part.find("MISSED  " + missed), std::string::npos) << missed << "\n" << part;
    // Nothing that is not its fault.
    for (std::size_t at = part.find("MISSED"); at != part.npos; at = part.find("MISSED", at + 1)) {
      const std::string line = part.substr(at, part.find('\n', at) - at);
      EXPECT_TRUE(line.find(missed.substr(missed.find(": ") + 2)) != line.npos ||
                  line.find(also) != line.npos)
          << line;
    }
  };
  for (const std::string scalar : {"float32", "float64"}) {
    expect("keeps_state", scalar + ": starting twice is starting once: the second run differs",
           "a run goes on from its state: saved after step 1 and restored, step 2 leads elsewhere: "
           "all that state() shows is equal (step_number, step_learning_rate): it leaves something "
           "out");
    if (AllocationCount::works()) {
      expect("allocates_in_step", scalar + ": a step allocates nothing: step 20 allocates");
    }
    expect("changes_start", scalar + ": start leaves x0 as it is: start has changed x[0]");
    expect("short_layout", scalar + ": it keeps to its layout: the gradient is written beyond");
    expect("reads_beyond", scalar + ": it keeps to its layout: it reads x beyond the 3 parameters");
    expect("long_layout", scalar + ": it keeps to its layout: start does not write x0[2]");
    expect("layout_with_gap",
           scalar + ": it keeps to its layout: block second of the layout begins");
  }
  expect("wrong_gradient", "the gradient is the derivative of the value: gradient[1] is");
  expect("wrong_minimum",
         "its minima are minima, and the global one is the lowest: beside minimum 0");
  EXPECT_EQ(descend("check keeps_state" + plugin("broken")), 3);
  EXPECT_EQ(descend("check sgd" + plugin("broken")), 0);
  expect_refused("check", "give the NAME");
}

// The program's line on each run, by optimizer.
std::map<std::string, nlohmann::json> runs_of(const fs::path& folder) {
  std::map<std::string, nlohmann::json> runs;
  for (auto& line : read_lines(folder / "runs.jsonl")) runs[line["optimizer"]["name"]] = line;
  return runs;
}

TEST_F(Program, RunsAgainWhatAChangedPluginTouchesAndNothingElse) {
  const fs::path file = folder_ / "mine.so";
  fs::copy_file(DESCEND_TEST_PLUGINS "/fast_math.so", file);
  const std::string command =
      "run -p double_well -o sgd fast_math_rule 'lookahead:base=(fast_math_rule)' --steps 5 --out "
      "out";
  ASSERT_EQ(descend(command + " --plugin mine.so"), 0) << error_;
  const auto before = runs_of(folder_ / "out");
  const std::string program = before.at("sgd")["build"];
  EXPECT_EQ(program.find('+'), std::string::npos);
  for (const char* name : {"fast_math_rule", "lookahead"}) {
    EXPECT_TRUE(before.at(name)["build"].get<std::string>().starts_with(program + "+fast_math:"));
  }
  auto manifest = nlohmann::json::parse(read_file(folder_ / "out/manifest.json"));
  ASSERT_EQ(manifest["plugins"].size(), 1u);
  EXPECT_EQ(manifest["plugins"][0]["name"], "fast_math");
  EXPECT_EQ(manifest["plugins"][0]["version"], "1.0");
  EXPECT_EQ(manifest["plugins"][0]["path"], "mine.so");

  // Without the plugin nothing is known of its runs: they stay.
  ASSERT_EQ(descend("run -p double_well -o sgd --steps 5 --out out"), 0) << error_;
  EXPECT_NE(out_.find("0 new runs"), std::string::npos) << out_;
  EXPECT_EQ(out_.find("stale"), std::string::npos) << out_;
  ASSERT_EQ(descend(command + " --plugin mine.so"), 0) << error_;
  EXPECT_NE(out_.find("0 new runs"), std::string::npos) << out_;

  std::ofstream(file, std::ios::app) << "another file, the same code";
  ASSERT_EQ(descend(command + " --plugin mine.so"), 0) << error_;
  EXPECT_NE(out_.find("The plugin fast_math has changed: 2 runs of its old file"),
            std::string::npos)
      << out_;
  EXPECT_NE(out_.find("2 new runs of 3"), std::string::npos) << out_;
  const auto after = runs_of(folder_ / "out");
  EXPECT_EQ(after.at("sgd"), before.at("sgd"));
  EXPECT_NE(after.at("fast_math_rule")["id"], before.at("fast_math_rule")["id"]);
  EXPECT_EQ(after.at("fast_math_rule")["trace_hash"], before.at("fast_math_rule")["trace_hash"]);
  manifest = nlohmann::json::parse(read_file(folder_ / "out/manifest.json"));
  EXPECT_EQ(manifest["plugins"].size(), 2u);
}

// Whether a subnormal number survives an addition on this thread.
bool subnormals_live() {
  volatile double least = 0x1p-1074;
  volatile double sum = least + least;
  return sum > 0;
}

TEST(LoadPlugin, KeepsTheFloatingPointUnitAsItWas) {
  const char* file = DESCEND_TEST_PLUGINS "/fast_math.so";
  const pid_t child = fork();
  if (child == 0) {
    const bool loads = dlopen(file, RTLD_NOW | RTLD_LOCAL) != nullptr;
    _exit(loads && !subnormals_live() ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_TRUE(subnormals_live());
  ProgramRegistry registry;
  EXPECT_EQ(load_plugin(file, registry).name, "fast_math");
  EXPECT_TRUE(subnormals_live());
  if (status != 0) GTEST_SKIP() << "this compiler's -ffast-math leaves the unit alone anyway";
}

}  // namespace
}  // namespace descend
