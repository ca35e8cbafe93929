#include "results/export/junit.h"

#include <gtest/gtest.h>

#include "results/record/sample_records.h"

namespace descend {
namespace {

TEST(JUnit, HasATestCaseForEachExpectation) {
  const TemporaryFolder place;
  const Check held{"decay", "sgd on spiral, seed 0", "verdict expected stalled", "stalled", true,
                   "run-1"};
  const Check failed{"a \"<b>\" & c",
                     "sgd on spiral, seed 1",
                     "verdict expected stalled",
                     "failed: \x01 \xff\n",
                     false,
                     "run-2"};
  write_junit(place.path() / "junit.xml", {{"first", 1.5, {held, failed}}, {"second", 0, {}}});
  EXPECT_EQ(file_text(place.path() / "junit.xml"),
            R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="descend" tests="2" failures="1">
  <testsuite name="first" tests="2" failures="1" errors="0" skipped="0" time="1.500">
    <testcase classname="first.decay" name="sgd on spiral, seed 0: verdict expected stalled"/>
    <testcase classname="first.a &quot;&lt;b&gt;&quot; &amp; c" name="sgd on spiral, seed 1: verdict expected stalled">
      <failure message="sgd on spiral, seed 1: verdict expected stalled, found failed: )"
            "\xEF\xBF\xBD \xEF\xBF\xBD&#10;"
            R"("/>
    </testcase>
  </testsuite>
  <testsuite name="second" tests="0" failures="0" errors="0" skipped="0" time="0.000">
  </testsuite>
</testsuites>
)");
}

}  // namespace
}  // namespace descend
