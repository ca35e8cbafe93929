#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <sstream>

#include "harness/terminal/charts.h"
#include "harness/terminal/output.h"
#include "harness/terminal/table.h"
#include "harness/terminal/text.h"
#include "harness/terminal/units.h"
#include "harness/terminal/verdict_text.h"

namespace descend {
namespace {

TEST(TerminalText, CountsCharactersAndNotBytesOrStyles) {
  EXPECT_EQ(display_width("oscillating"), 11u);
  EXPECT_EQ(display_width("≈ é"), 3u);
  EXPECT_EQ(display_width("\x1b[38;5;131m→\x1b[0m left"), 6u);
}

TEST(TerminalText, IsCutBetweenCharacters) {
  EXPECT_EQ(shortened("abc", 3), "abc");
  EXPECT_EQ(shortened("abcd", 3), "abc");
  EXPECT_EQ(shortened("a≈é", 2), "a≈");
  EXPECT_EQ(shortened("≈", 0), "");
}

TEST(TerminalText, ControlCharactersArePrintedAsInC) {
  EXPECT_EQ(printable("a\nb\tc\x1b[31m≈\x7f"), "a\\nb\\tc\\x1b[31m≈\\x7f");
}

TEST(VerdictText, HasTheMarkOfEachVerdictThatThereIs) {
  for (const VerdictInfo& verdict : verdicts()) {
    const std::string text = verdict_text(verdict.name);
    EXPECT_NE(text.find(verdict.mark), text.npos) << text;
    EXPECT_NE(text.find(verdict.name), text.npos) << text;
  }
  EXPECT_EQ(verdict_text("failed"), "? failed");
  EXPECT_NE(terminal_colour(Verdict::diverged), terminal_colour(Verdict::global_minimum));
}

TEST(TerminalText, WrapsBetweenWordsAndKeepsParagraphs) {
  std::string words;
  for (int i = 0; i < 30; ++i) words += i == 0 ? "word" : " word";
  const std::string text = wrapped(words + "\nend", 2);
  EXPECT_TRUE(text.starts_with("  word word"));
  EXPECT_TRUE(text.ends_with("word\n  end\n"));
  for (std::size_t begin = 0, end; (end = text.find('\n', begin)) != text.npos; begin = end + 1) {
    EXPECT_LE(end - begin, 88u);
  }
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 3);
}

TEST(Table, AlignsColumnsByWhatIsSeen) {
  Table table({{"rule"}, {"loss", Table::right}});
  table.add({"sgd", "0.5"});
  table.add({"é≈", "12.25"});
  EXPECT_EQ(table.text(1), " rule   loss\n sgd     0.5\n é≈    12.25\n");
}

TEST(TerminalText, BreaksWhereItMayAndKeepsStyles) {
  using Lines = std::vector<std::string>;
  EXPECT_EQ(broken("", 5), Lines{""});
  EXPECT_EQ(broken("abcde", 5), Lines{"abcde"});
  EXPECT_EQ(broken("two words", 5), (Lines{"two", "words"}));
  EXPECT_EQ(broken("two words", 3), (Lines{"two", "wor", "ds"}));
  EXPECT_EQ(broken("sgd:learning_rate=1,momentum=2", 20),
            (Lines{"sgd:learning_rate=1,", "momentum=2"}));
  EXPECT_EQ(broken("article_landscape", 12), (Lines{"article_", "landscape"}));
  EXPECT_EQ(broken("rate=0.1 x_y", 10), (Lines{"rate=0.1", "x_y"}));
  EXPECT_EQ(broken("≈≈≈≈", 2), (Lines{"≈≈", "≈≈"}));
  EXPECT_EQ(broken("\x1b[31mred words\x1b[0m and", 6),
            (Lines{"\x1b[31mred\x1b[0m", "\x1b[31mwords\x1b[0m", "and"}));
}

TEST(Table, FitsTheTerminal) {
  Table table({{"rule"}, {"loss", Table::right}, {"curve", Table::left, /*spare=*/true}});
  table.add({"momentum:learning_rate=0.1,momentum=0.9", "0.5", "█▇▆▅▄▃▂▁"});
  table.add({"sgd", "12.25", "█▇"});
  const auto widest = [&](std::size_t width) {
    std::istringstream text(table.text(2, width));
    std::size_t most = 0;
    for (std::string line; std::getline(text, line);) most = std::max(most, display_width(line));
    return most;
  };
  EXPECT_EQ(widest(1000), 2 + 39 + 2 + 5 + 2 + 8u);
  EXPECT_EQ(widest(58), 58u);
  EXPECT_EQ(widest(50), 2 + 27 + 2 + 5 + 2 + 8u);
  for (std::size_t width = 26; width < 58; ++width) EXPECT_LE(widest(width), width);
  EXPECT_EQ(table.text(0, 30),
            "rule                 loss\n"
            "momentum:             0.5\n"
            "learning_rate=0.1,\n"
            "momentum=0.9\n"
            "sgd                 12.25\n");
}

TEST(Charts, SparklineEndsWhereTheSeriesEnds) {
  EXPECT_EQ(sparkline({0, 1, 2, 3}, 4), "▁▃▆█");
  EXPECT_EQ(sparkline({0, 4, 1, 4, 2, 8}, 3), "▅▅█") << "the last value of each two";
  const double infinite = std::numeric_limits<double>::infinity();
  EXPECT_EQ(sparkline({1, infinite, 2}, 3), "▁ █");
  EXPECT_EQ(sparkline({infinite}, 3), "");
  EXPECT_EQ(sparkline({}, 3), "");
  EXPECT_EQ(sparkline({-1.5e308, 1.5e308}, 2).size(), std::string("▁█").size());
}

TEST(Charts, AChartFillsItsLinesFromTheBottom) {
  EXPECT_EQ(chart({0, 1, 2}, 3, 2), "       2   █\n       0  ██\n");
}

TEST(Text, WhatATerminalWouldObeyIsWrittenAsText) {
  // Invalid bytes, overlong forms, surrogates, C1 controls, direction overrides, separators.
  EXPECT_EQ(printable("\xff\xc0\xaf"), "\\xff\\xc0\\xaf");
  EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");
  EXPECT_EQ(printable("\xc2\x9b"
                      "31m"),
            "\\u009b31m");
  EXPECT_EQ(printable("a\u202eb\u2066c\u2028d"), "a\\u202eb\\u2066c\\u2028d");
  EXPECT_EQ(printable(std::string_view("\0x", 2)), "\\x00x");
  EXPECT_EQ(printable("größer ≈ 雪 🎿"), "größer ≈ 雪 🎿");
  EXPECT_EQ(printable("\xe9\x9b"), "\\xe9\\x9b");  // cut short
}

TEST(Text, OnlyLinesAndOwnStylesPass) {
  EXPECT_EQ(safe_text("a\n\x1b[1mb\x1b[0m\x1b]0;title\x07\x1b[2J", true),
            "a\n\x1b[1mb\x1b[0m\\x1b]0;title\\x07\\x1b[2J");
  EXPECT_EQ(safe_text("\x1b[1m", false), "\\x1b[1m");
}

TEST(Text, MessagesHaveABound) {
  const std::string message = in_message(std::string(1'000'000, 'x') + "end");
  EXPECT_LT(message.size(), 2000u);
  EXPECT_TRUE(message.ends_with("end"));
}

TEST(Table, ACellIsOneLineOfText) {
  Table table({{"name"}});
  table.add({"a\n✓ all hold\x1b[2J"});
  table.add({std::string(100'000, 'x')});
  const std::string text = table.text(0, 10'000);
  EXPECT_EQ(std::ranges::count(text, '\n'), 3);
  EXPECT_THAT(text, ::testing::HasSubstr("a ✓ all hold\\x1b[2J\n"));
  EXPECT_LT(text.size(), 2000u);
}

TEST(Units, FiguresAreReadable) {
  EXPECT_EQ(seconds_text(3.14159e-9), "3.14 ns");
  EXPECT_EQ(seconds_text(0.0021), "2.1 ms");
  EXPECT_EQ(seconds_text(90), "90 s");
  EXPECT_EQ(duration_text(12.3), "12 s");
  EXPECT_EQ(duration_text(59.7), "1 min 00 s");
  EXPECT_EQ(duration_text(185), "3 min 05 s");
  EXPECT_EQ(duration_text(9000), "2.5 h");
  EXPECT_EQ(size_text(1), "1 kB");
  EXPECT_EQ(size_text(3'440'000), "3.4 MB");
  EXPECT_EQ(figure_text(0.123456), "0.1235");
  EXPECT_EQ(figure_text(std::numeric_limits<double>::quiet_NaN()), "not finite");
}

}  // namespace
}  // namespace descend
