// Options as the registry takes and refuses them: their kinds, and relations between them.

#include "harness/registry/registry.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "descend/first_order.h"
#include "harness/plan/changes.h"
#include "harness/registry/own_registry.h"

namespace descend {
namespace {

struct ReaderOptions {
  File path{"data.csv"};
  std::optional<File> labels;
  std::vector<std::string> columns = {"a", "b"};
  std::vector<std::string> colours;
  Settings rule{"sgd", {}};
  Settings base{"rosenbrock", {}};
  double low = 0;
  std::optional<double> high;
  std::int64_t count = 3;
};

template <typename Scalar>
class Reader final : public Schedule {
 public:
  explicit Reader(const ReaderOptions& options) : options_(options) {}
  double factor(Index) override { return static_cast<double>(options_.columns.size()); }

  const ReaderOptions& options_;
};

OptionTable<ReaderOptions> table() {
  using Options = ReaderOptions;
  return OptionTable<Options>{{"path", &Options::path, "what it reads"},
                              {"labels", &Options::labels, "what it reads beside"},
                              {"columns", &Options::columns, "names of columns"},
                              {"colours", &Options::colours, {"red", "blue"}, "of the columns"},
                              {"rule", &Options::rule, Kind::optimizer, "a rule"},
                              {"base", &Options::base, Kind::problem, "a problem"},
                              {"low", &Options::low, any_number(), "lower end"},
                              {"high", &Options::high, any_number(), "upper end; null: none"},
                              {"count", &Options::count, any_number(), "how many"}}
      .with(less("low", "high", "nothing lies between them"))
      .with(at_most("low", "count", "there are too few"));
}

class OptionKinds : public testing::Test {
 protected:
  OptionKinds() {
    add_schedule<Reader<double>>(
        registry_,
        {.info = {.name = "reader", .summary = "s", .formula = "f", .source = "s", .family = ""}},
        table());
  }

  Settings resolve(const std::vector<Setting>& given) const {
    return registry_.resolve(Kind::schedule, {"reader", given}, "reader");
  }
  std::string refused(const std::vector<Setting>& given) const {
    try {
      resolve(given);
    } catch (const BadInput& error) {
      return error.what();
    }
    return "";
  }

  ProgramRegistry registry_;
};

Value words(std::initializer_list<const char*> list) {
  std::vector<Value> values;
  for (const char* word : list) values.push_back({std::string(word)});
  return {values};
}

TEST_F(OptionKinds, DescribeThemselves) {
  const std::vector<OptionInfo>& options = registry_.schedule("reader").info.options;
  EXPECT_EQ(options[0].type, OptionInfo::file);
  EXPECT_EQ(options[0].default_value, Value{std::string("data.csv")});
  EXPECT_TRUE(options[0].fixed) << "what was read cannot change";
  EXPECT_TRUE(options[1].optional);
  EXPECT_EQ(options[2].type, OptionInfo::words);
  EXPECT_EQ(options[2].default_value, words({"a", "b"}));
  EXPECT_EQ(options[3].choices, (std::vector<std::string>{"red", "blue"}));
  EXPECT_EQ(options[5].kind, Kind::problem);
}

TEST_F(OptionKinds, ReachTheStruct) {
  const Settings settings = resolve({{"path", {"../x y.csv"}}, {"columns", words({"u"})}});
  const Made<Schedule> made = registry_.schedule("reader").make(settings, registry_);
  const auto& options = *static_cast<const ReaderOptions*>(made.options.get());
  EXPECT_EQ(options.path.path, "../x y.csv") << "kept as given";
  EXPECT_FALSE(options.labels);
  EXPECT_EQ(options.columns, std::vector<std::string>{"u"});
  EXPECT_EQ(made.object->factor(0), 1);
}

TEST_F(OptionKinds, AreRefusedInOneClearLine) {
  EXPECT_EQ(refused({{"path", {""}}}), "reader: path is \"\"; allowed is the path of a file");
  EXPECT_EQ(refused({{"path", {2.0}}}), "reader: path is 2.0; allowed is the path of a file");
  EXPECT_EQ(refused({{"columns", {"a"}}}), "reader: columns is a; allowed is a list of words");
  EXPECT_EQ(refused({{"columns", {std::vector<Value>{{1.0}}}}}),
            "reader: columns is [1.0]; allowed is a list of words");
  EXPECT_EQ(refused({{"colours", words({"red", "green"})}}),
            "reader: colours is [red,green]; allowed is a list of words, each red or blue");
  EXPECT_EQ(refused({{"base", {2.0}}}),
            "reader: base is 2.0; allowed is a problem with its settings");
}

TEST_F(OptionKinds, LookForANestedPluginAmongItsOwnKind) {
  EXPECT_EQ(refused({{"rule", {Settings{"momentum", {}}}}, {"base", {"spiral"}}}), "");
  EXPECT_EQ(refused({{"base", {"sgd"}}}).find("reader.base: there is no problem 'sgd'"), 0u);
  EXPECT_EQ(refused({{"rule", {"rosenbrock"}}}).find("reader.rule: there is no optimizer"), 0u);
}

TEST_F(OptionKinds, KeepTheirRelations) {
  EXPECT_EQ(refused({{"high", {0.5}}}), "");
  EXPECT_EQ(refused({{"low", {3.0}}}), "") << "at most, and no upper end";
  EXPECT_EQ(refused({{"high", {0.0}}}),
            "reader: low is 0.0 and high is 0.0; allowed is low below high: nothing lies between "
            "them");
  EXPECT_EQ(refused({{"low", {3.5}}}),
            "reader: low is 3.5 and count is 3; allowed is low at most count: there are too few");
}

TEST(OptionRelations, HoldForDefaultsAndNameRowsOfTheTable) {
  const auto refused = [](const OptionRelation& relation) -> std::string {
    ProgramRegistry registry;
    try {
      PluginInfo info;
      info.name = "reader";
      add_schedule<Reader<double>>(registry, {.info = info}, table().with(relation));
    } catch (const BadInput& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(refused(less("count", "low", "it is so")),
            "reader: count is 3 and low is 0.0; allowed is count below low: it is so");
  EXPECT_EQ(refused(less("low", "middle", "it is so")),
            "reader: a relation of low and middle: it has no such options");
}

TEST(OptionRelations, HoldAfterChangesInMidRun) {
  const ProgramRegistry& registry = own_registry();
  const Settings lbfgs = registry.resolve(Kind::optimizer, {"lbfgs", {}}, "lbfgs");
  const auto changes = [&](const char* json) {
    return resolve_changes(read_changes(Json::parse(json), "changes"), lbfgs, "changes", registry)
        .size();
  };
  EXPECT_EQ(changes(R"([{"step": 5, "option": "c1", "value": 0.95},
                        {"step": 5, "option": "c2", "value": 0.99}])"),
            2u);
  try {
    changes(R"([{"step": 5, "option": "c1", "value": 0.95},
                {"step": 6, "option": "c2", "value": 0.99}])");
    FAIL();
  } catch (const BadInput& error) {
    EXPECT_STREQ(error.what(),
                 "changes: lbfgs: c1 is 0.95 and c2 is 0.9; allowed is c1 below c2: otherwise "
                 "there may be no step that meets both conditions");
  }
}

}  // namespace
}  // namespace descend
