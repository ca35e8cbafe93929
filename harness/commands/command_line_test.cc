#include "harness/commands/command_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <stdexcept>
#include <system_error>

#include "descend/types.h"

namespace descend {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

// With one argument of each kind.
class Trial final : public Command {
 public:
  Trial() : Command("trial", "Tries everything") {
    arguments.positional("WHAT", what, "What to try").required();
    arguments.positional("MORE", more, "What else");
    arguments.option("-o,--out", out, "Where to").value("DIR");
    arguments.words("-w,--words", words, "Words");
    arguments.repeated("--each", each, "One at a time");
    arguments.flag("--loud", loud, "Loudly");
    arguments.flag("--quiet", quiet, "Quietly").excludes("--loud");
    arguments.jobs(jobs);
    arguments.plugins();
  }
  int run(const Invocation&) override { return kDone; }

  std::string what, out = "here";
  std::vector<std::string> more, words, each;
  bool loud = false, quiet = false;
  Index jobs = 1;
};

class Lenient final : public Command {
 public:
  Lenient() : Command("lenient", "Takes what it does not know") { arguments.rest(rest); }
  int run(const Invocation&) override { return kDone; }

  std::vector<std::string> rest;
};

class CommandLine : public ::testing::Test {
 protected:
  CommandLine() {
    commands_.push_back(std::make_unique<Trial>());
    commands_.push_back(std::make_unique<Lenient>());
  }

  Command* parse(std::vector<std::string> words) {
    words.insert(words.begin(), "descend");
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    return parse_command_line(static_cast<int>(argv.size()), argv.data(), commands_, "1.2.3");
  }
  std::string refusal(const std::vector<std::string>& words) {
    try {
      parse(words);
    } catch (const BadInput& error) {
      return error.what();
    }
    return "";
  }
  Trial& trial() { return static_cast<Trial&>(*commands_[0]); }

  Commands commands_;
};

TEST_F(CommandLine, FillsTheMembersOfTheCommand) {
  ASSERT_EQ(parse({"trial", "this", "that", "too", "-o", "there", "-w", "a", "b", "--words", "c",
                   "--each", "d", "--each=e", "--loud", "-j", "3", "--plugin", "x.so"}),
            &trial());
  EXPECT_EQ(trial().what, "this");
  EXPECT_THAT(trial().more, ElementsAre("that", "too"));
  EXPECT_EQ(trial().out, "there");
  EXPECT_THAT(trial().words, ElementsAre("a", "b", "c"));
  EXPECT_THAT(trial().each, ElementsAre("d", "e"));
  EXPECT_TRUE(trial().loud);
  EXPECT_FALSE(trial().quiet);
  EXPECT_EQ(trial().jobs, 3);
  EXPECT_TRUE(trial().arguments.takes_plugins());
  EXPECT_THAT(trial().arguments.plugin_files(), ElementsAre("x.so"));
}

TEST_F(CommandLine, WhatIsNotGivenStays) {
  ASSERT_EQ(parse({"trial", "this"}), &trial());
  EXPECT_THAT(trial().more, IsEmpty());
  EXPECT_EQ(trial().out, "here");
  EXPECT_EQ(trial().jobs, 1);
}

TEST_F(CommandLine, AnOptionOfOneWordLeavesTheNextToThePositionals) {
  ASSERT_EQ(parse({"trial", "--each", "a", "this"}), &trial());
  EXPECT_THAT(trial().each, ElementsAre("a"));
  EXPECT_EQ(trial().what, "this");
}

TEST_F(CommandLine, RefusesWhatItDoesNotKnowWithTheNearest) {
  EXPECT_EQ(refusal({"trail"}),
            "there is no command 'trail'; did you mean 'trial'?; there are trial and lenient "
            "(descend --help)");
  EXPECT_EQ(refusal({"trial", "this", "--lod"}),
            "descend trial has no option '--lod'; did you mean '--loud'? (descend trial --help)");
  EXPECT_EQ(refusal({"--loud", "trial"}),
            "descend has no option '--loud' before a command (descend --help)");
  EXPECT_THAT(refusal({"trial", "this", "--jobs", "many"}),
              StartsWith("--jobs: 'many' is not allowed; a whole number from 0 to "));
  EXPECT_THAT(refusal({"trial", "this", "-j", "-1"}), StartsWith("--jobs: '-1' is not allowed"));
  EXPECT_THAT(refusal({"trial", "this", "--loud", "--quiet"}), HasSubstr("excludes"));
  EXPECT_THAT(refusal({"trial"}), HasSubstr("WHAT is required"));
  EXPECT_THAT(refusal({"trial", "this", "--out"}), HasSubstr("--out"));
  EXPECT_THAT(refusal({}), HasSubstr("subcommand is required"));
  EXPECT_THAT(refusal({"lenient", "x"}), IsEmpty());
}

TEST_F(CommandLine, LeavesTheRestToACommandThatTakesIt) {
  ASSERT_EQ(parse({"lenient", "--benchmark_filter=x", "y"}), commands_[1].get());
  EXPECT_THAT(static_cast<Lenient&>(*commands_[1]).rest, ElementsAre("--benchmark_filter=x", "y"));
}

TEST_F(CommandLine, PrintsHelpAndVersion) {
  const auto printed = [&](const std::vector<std::string>& words) {
    ::testing::internal::CaptureStdout();
    EXPECT_EQ(parse(words), nullptr);
    return ::testing::internal::GetCapturedStdout();
  };
  EXPECT_EQ(printed({"--version"}), "descend 1.2.3\n");
  EXPECT_THAT(printed({"--help"}), HasSubstr("Takes what it does not know"));
  const std::string help = printed({"trial", "--jobs", "many", "--help"});
  EXPECT_THAT(help, HasSubstr("-o,--out DIR"));
  EXPECT_THAT(help, HasSubstr("WHAT TEXT REQUIRED"));
}

TEST(ExitCode, FollowsFromWhatWentWrong) {
  const auto code_of = [](const auto& error) {
    ::testing::internal::CaptureStderr();
    const int code = exit_code_of([&]() -> int { throw error; });
    EXPECT_THAT(::testing::internal::GetCapturedStderr(), StartsWith("descend: error: "));
    return code;
  };
  using std::filesystem::filesystem_error;
  EXPECT_EQ(code_of(BadInput("no")), kBadInput);
  EXPECT_EQ(code_of(std::runtime_error("no")), kFailed);
  EXPECT_EQ(code_of(std::system_error(ENOENT, std::generic_category())), kBadInput);
  EXPECT_EQ(code_of(std::system_error(ENOSPC, std::generic_category())), kFailed);
  EXPECT_EQ(code_of(filesystem_error("x", std::make_error_code(std::errc::not_a_directory))),
            kBadInput);
  EXPECT_EQ(exit_code_of([] { return kCheckMissed; }), kCheckMissed);
}

}  // namespace
}  // namespace descend
