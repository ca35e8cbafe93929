// What a reason says is true of the run's own trace.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <regex>

#include "harness/plan/make_run.h"
#include "harness/registry/own_registry.h"
#include "harness/run/runner.h"

namespace descend {
namespace {

Record record_of(const std::string& problem, const Settings& optimizer, Index steps) {
  RunRequest request("test");
  request.problem = {problem, {}};
  request.set_optimizer(optimizer, {}, own_registry());
  request.options.budget.steps = steps;
  request.options.record = {RecordRule::every, 1, false, 1};
  request.options.precision = Precision::float64;
  return run_one(make_run(request, own_registry()), own_registry());
}

double mean(const std::vector<double>& v, std::size_t from, std::size_t to) {
  double sum = 0;
  for (std::size_t i = from; i < to; ++i) sum += v[i];
  return sum / static_cast<double>(to - from);
}

double median(const std::vector<double>& v, std::size_t from, std::size_t to) {
  std::vector<double> part(v.begin() + Index(from), v.begin() + Index(to));
  std::ranges::sort(part);
  return 0.5 * (part[(part.size() - 1) / 2] + part[part.size() / 2]);
}

// A printed number is the true one, to its five digits.
bool is_printed(double printed, double value) {
  return std::abs(printed - value) <= 1e-3 * std::abs(value) + 1e-300;
}

// Holds every sentence that it knows against the run's trace.
class ReasonCheck {
 public:
  explicit ReasonCheck(const Record& record)
      : record_(record),
        reason_(record.outcome.reason),
        last_(static_cast<std::size_t>(record.outcome.steps)),
        loss_(column("loss")),
        gradient_(column("gradient_norm")) {}

  // How many sentences there were.
  int all() {
    growth();
    explosion();
    means();
    bounds();
    leaving();
    reached();
    vanished();
    return known_;
  }

 private:
  std::vector<double> column(const char* name) const {
    const TraceColumn* found = record_.trace.find(name);
    return found ? found->values.numbers() : std::vector<double>();
  }

  bool says(const std::string& pattern) {
    const bool found = std::regex_search(reason_, match_, std::regex(pattern));
    known_ += found;
    return found;
  }
  double number(std::size_t group) const { return std::stod(match_[group]); }
  std::size_t count(std::size_t group) const { return std::stoul(match_[group]); }

  void growth() {
    if (!says("grew at every step from step ([0-9]+) on")) return;
    EXPECT_LE(count(1), last_);
    int grown = 0;
    for (std::size_t k = std::max<std::size_t>(count(1), 1); k <= last_; ++k) {
      if (std::isnan(loss_[k]) || std::isnan(gradient_[k])) continue;
      ++grown;
      EXPECT_GT(loss_[k], loss_[k - 1]) << k;
      EXPECT_GT(gradient_[k], gradient_[k - 1]) << k;
    }
    EXPECT_GT(grown, 0);
  }

  void explosion() {
    if (says("the loss passed the bound " + kNumber + " at step ([0-9]+)")) {
      EXPECT_EQ(count(2), last_);
      const double bound = std::abs(number(1));
      EXPECT_GT(std::abs(loss_[last_]), bound * 0.999);
      for (std::size_t k = 0; k < last_; ++k) EXPECT_LE(std::abs(loss_[k]), bound * 1.001);
    }
    if (says("the loss became non-finite at step ([0-9]+)")) {
      EXPECT_EQ(count(1), last_);
      EXPECT_FALSE(std::isfinite(loss_[last_]));
    }
  }

  void means() {
    if (!says("(?:mean|median) loss " + kNumber + ", then " + kNumber +
              " in the halves of the newest ([0-9]+)")) {
      return;
    }
    const double older = number(1), newer = number(2);
    // In the digits that are printed they may be equal.
    EXPECT_TRUE(reason_.find("the loss rises") == std::string::npos || newer >= older);
    EXPECT_TRUE(reason_.find("still falling") == std::string::npos || newer <= older);
    if (last_ >= 60) return;  // blocks of several states
    const std::size_t window = count(3), first = last_ + 1 - window;
    const bool medians = reason_.find("median loss") != std::string::npos;
    const auto of = medians ? median : mean;
    EXPECT_TRUE(is_printed(older, of(loss_, first, first + window / 2)) ||
                is_printed(older, of(loss_, first, first + (window + 1) / 2)))
        << of(loss_, first, first + window / 2);
  }

  void bounds() {
    if (!says("(bounces|stays) between " + kNumber + " and " + kNumber +
              " in nine tenths of the newest ([0-9]+)")) {
      return;
    }
    const std::size_t first = last_ + 1 - count(4);
    std::size_t within = 0;
    bool rises = false, falls = false;
    for (std::size_t k = first; k <= last_; ++k) {
      const double slack = 1e-3 * std::abs(loss_[k]);
      within += number(2) <= loss_[k] + slack && loss_[k] - slack <= number(3);
      rises = rises || (k > first && loss_[k] > loss_[k - 1]);
      falls = falls || (k > first && loss_[k] < loss_[k - 1]);
    }
    EXPECT_GE(static_cast<double>(within), 0.89 * static_cast<double>(count(4)) - 1);
    EXPECT_TRUE(match_[1] == "stays" || (rises && falls))
        << "a loss that only rises does not bounce";
  }

  void leaving() {
    if (!says(R"(left the domain \[-4, 4\] at step ([0-9]+))")) return;
    const std::vector<double> x = column("x0");
    for (std::size_t k = 0; k < count(1); ++k) EXPECT_LE(std::abs(x[k]), 4) << k;
    EXPECT_GT(std::abs(x[count(1)]), 4);
  }

  void reached() {
    if (!says("reached the (?:global|local) minimum.* at step ([0-9]+)")) return;
    const auto step = static_cast<Index>(count(1));
    // Null where the newest states do not dwell there.
    EXPECT_EQ(record_.outcome.reached_step.value_or(step), step);
    EXPECT_LE(step, record_.outcome.steps);
  }

  void vanished() {
    if (!says("the gradient has vanished")) return;
    const double largest = *std::max_element(gradient_.begin(), gradient_.end());
    EXPECT_LE(gradient_[last_], 2e-3 * largest + 1e-300);
  }

  const std::string kNumber = R"((-?[0-9.]+(?:e[-+][0-9]+)?))";
  const Record& record_;
  const std::string& reason_;
  std::size_t last_;
  std::vector<double> loss_, gradient_;
  std::smatch match_;
  int known_ = 0;
};

TEST(Reasons, AreTrueOfTheirTraces) {
  std::map<std::string, int> verdicts;
  int known = 0;
  for (const PluginInfo* rule : own_registry().all(Kind::optimizer)) {
    const bool has_rate =
        std::ranges::find(rule->options, "learning_rate", &OptionInfo::name) != rule->options.end();
    for (const char* problem : {"article_landscape", "double_well", "gramacy_lee", "rastrigin_1d",
                                "rosenbrock", "quadratic"}) {
      for (const double rate : {0.0, 1e-4, 0.01, 0.1, 0.5, 1.0, 1.9, 3.0, 50.0}) {
        if (rule->name == "lbfgs" && rate == 0) continue;
        if (!has_rate && rate != 0.1) continue;
        for (const Index steps : {12, 50, 300}) {
          Settings settings{rule->name, {}};
          if (has_rate) settings.values.push_back({"learning_rate", {rate}});
          const Record record = record_of(problem, settings, steps);
          if (record.outcome.status == Status::skipped) continue;
          SCOPED_TRACE(rule->name + " " + std::to_string(rate) + " on " + problem + ", " +
                       std::to_string(steps) + " steps: " + record.outcome.reason);
          known += ReasonCheck(record).all();
          ++verdicts[std::string(name_of(record.outcome.verdict))];
        }
      }
    }
  }
  EXPECT_GT(known, 2000);
  for (const char* verdict : {"diverged", "oscillating", "descending", "stalled", "left_domain",
                              "global_minimum", "local_minimum", "diverging", "worse_than_start"}) {
    EXPECT_GT(verdicts[verdict], 5) << verdict;
  }
}

// At rest in the minimum the first step of Adam divides 0 by 0.
TEST(Reasons, NoNumberIsNoGrowth) {
  RunRequest request("test");
  request.problem = {"rosenbrock", {{"start", {std::vector<Value>{{1.0}, {1.0}}}}}};
  request.optimizer = {"adam", {{"epsilon", {0.0}}}};
  request.options.budget.steps = 5;
  const Record record = run_one(make_run(request, own_registry()), own_registry());
  EXPECT_EQ(record.outcome.status, Status::diverged);
  EXPECT_EQ(record.outcome.diverged_step, 1);
  EXPECT_FALSE(record.outcome.explosion_start_step);
  EXPECT_EQ(record.outcome.reason, "the loss became non-finite at step 1");
}

}  // namespace
}  // namespace descend
