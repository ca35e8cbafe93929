// Tables as a user meets them: sweeps, runs that were declined, and what `show` advises.

#include <map>
#include <set>
#include <sstream>

#include "tests/program.h"

namespace descend {
namespace {

using test::Program;
using test::read_lines;

TEST_F(Program, ASweepShowsTheBestSettingOfEachRuleAndCountsTheRest) {
  ASSERT_EQ(descend("run -p double_well quadratic -o 'sgd:learning_rate={log:1e-3:1000:9}' "
                    "'momentum:learning_rate={log:1e-3:1000:9}' --steps 200 --out out"),
            0)
      << error_;
  EXPECT_NE(out_.find("best of"), std::string::npos) << out_;
  EXPECT_NE(out_.find("\n  The other 32 settings, 32 runs: "), std::string::npos) << out_;
  // Four rows, the best of each rule, and the better rule of a problem first.
  std::map<std::string, double> best;
  std::map<std::pair<std::string, std::string>, double> of_rule;
  for (const auto& line : read_lines(folder_ / "out/runs.jsonl")) {
    const auto& outcome = line["outcome"];
    if (outcome["verdict"] == "diverged" || outcome["verdict"] == "left_domain") continue;
    double& loss = of_rule.try_emplace({line["problem"]["name"], line["optimizer"]["name"]}, 1e300)
                       .first->second;
    if (outcome["final_loss"] < loss) {
      loss = outcome["final_loss"];
      best[line["problem_spec"].get<std::string>() + " " +
           line["optimizer_spec"].get<std::string>()] = loss;
    }
  }
  std::istringstream text(out_);
  int rows = 0;
  for (std::string line; std::getline(text, line);) {
    std::istringstream words(line);
    std::string problem, spec;
    words >> problem >> spec;
    if (problem != "double_well" && problem != "quadratic") continue;
    ++rows;
    ASSERT_TRUE(best.contains(problem + " " + spec)) << line;
    EXPECT_EQ(best[problem + " " + spec], (of_rule[{problem, spec.substr(0, spec.find(':'))}]))
        << line;
  }
  EXPECT_EQ(rows, 4) << out_;
}

TEST_F(Program, FewSettingsStandInTheOrderInWhichTheyWereAskedFor) {
  ASSERT_EQ(descend("run -p double_well -o 'sgd:learning_rate={0.1,0.01,1000}' --steps 20"), 0);
  EXPECT_EQ(out_.find("best of"), std::string::npos) << out_;
  const std::size_t first = out_.find("learning_rate=0.1 "), second = out_.find("=0.01 ");
  EXPECT_LT(first, second) << out_;
  EXPECT_LT(second, out_.find("=1000 ")) << out_;
}

TEST_F(Program, ADeclinedRunSaysWhyHoweverManySeedsItHas) {
  for (const char* seeds : {"1", "3"}) {
    ASSERT_EQ(descend(std::string("run -p quadratic -o muon sgd --steps 3 --restart "
                                  "--out out --repetitions ") +
                      seeds),
              0)
        << error_;
    EXPECT_NE(out_.find("skipped: muon moves matrices"), std::string::npos) << out_;
  }
}

TEST_F(Program, NothingThatShowAdvisesExplodes) {
  ASSERT_EQ(descend("list --json"), 0);
  const auto all = nlohmann::json::parse(out_);
  std::size_t tried = 0;
  for (const char* kind : {"optimizers", "problems", "schedules"}) {
    for (const auto& entry : all[kind]) {
      const std::string name = entry["name"];
      ASSERT_EQ(descend("show " + name), 0) << error_;
      const std::string mark = "\n  Try: descend ";
      const std::size_t begin = out_.find(mark);
      ASSERT_NE(begin, std::string::npos) << name;
      const std::string line =
          out_.substr(begin + mark.size(), out_.find('\n', begin + 1) - begin - mark.size());
      ASSERT_EQ(descend(line + " --quiet --restart --out out"), 0) << line << "\n" << error_;
      EXPECT_NE(line.find(name), std::string::npos) << line;
      for (const auto& run : read_lines(folder_ / "out/runs.jsonl")) {
        EXPECT_EQ(run["outcome"]["diverged_step"], nullptr) << line;
        EXPECT_NE(run["outcome"]["status"], "skipped") << line;
      }
      std::filesystem::remove_all(folder_ / "out");
      ++tried;
    }
  }
  EXPECT_GT(tried, 40u);
}

TEST_F(Program, EveryNameIsRunAtOnce) {
  ASSERT_EQ(descend("run -p landscape/ -o all -s cosine --steps 5 --out out"), 0) << error_;
  EXPECT_TRUE(out_.starts_with("Left out: ")) << out_;
  EXPECT_NE(out_.find("rprop (cosine:"), std::string::npos) << out_;
  std::set<std::string> problems, rules;
  for (const auto& run : read_lines(folder_ / "out/runs.jsonl")) {
    problems.insert(run["problem"]["name"]);
    rules.insert(run["optimizer"]["name"]);
  }
  EXPECT_EQ(problems.size(), 5u);
  EXPECT_GT(rules.size(), 20u);
  expect_refused("run -p landscape -o sgd", "there is no problem 'landscape'");
}

TEST_F(Program, RecordsParametersWhereAsked) {
  ASSERT_EQ(descend("run -p rosenbrock -o sgd:learning_rate=0.001 --steps 4 --record linear:3 "
                    "--record-parameters --out out"),
            0)
      << error_;
  const auto run = read_lines(folder_ / "out/runs.jsonl").at(0);
  EXPECT_EQ(run["trace"]["step"].dump(), "[0,2,4]");
  EXPECT_EQ(nlohmann::json::parse(test::read_file(
                folder_ / "out" / run["parameters_file"].get<std::string>()))["steps"]
                .dump(),
            "[0,2,4]");
}

}  // namespace
}  // namespace descend
