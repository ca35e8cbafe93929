#include "harness/commands/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <sstream>

#include "harness/commands/help_texts.h"
#include "harness/settings/json_checks.h"
#include "harness/settings/wording.h"
#include "harness/terminal/output.h"

namespace descend {
namespace {

// What other programs call an option.
struct ElsewhereName {
  std::string_view name;
  // The option that a command has where the advice makes sense.
  std::string_view here;
  const char* advice;
};

constexpr const char* kRateAdvice =
    "the learning rate is a setting of an optimizer, as in -o sgd:learning_rate=0.1";
constexpr ElsewhereName kElsewhereNames[] = {
    {"--seeds", "--repetitions", "write --repetitions K for K seeds, from --seed S (0) on"},
    {"--lr", "--optimizer", kRateAdvice},
    {"--learning-rate", "--optimizer", kRateAdvice},
    {"--iterations", "--steps", "write --steps N"},
    {"--threads", "--jobs", "write --jobs J"},
};

class Parser {
 public:
  Parser(const Commands& commands, const std::string& version) : app_(kAbout, "descend") {
    app_.footer(kExamples);
    app_.require_subcommand(1);
    app_.set_version_flag("--version", "descend " + version);
    for (const auto& command : commands) {
      CLI::App* sub = app_.add_subcommand(command->name, command->about);
      commands_[sub] = command.get();
      for (const Argument& argument : command->arguments.all()) add(*sub, argument);
      sub->allow_extras(command->arguments.rest() != nullptr);
      if (!command->examples.empty()) sub->footer("Examples:\n" + command->examples);
    }
  }

  Command* parse(int argc, char** argv) {
    if (argc > 1) check_first(argv[1]);
    try {
      app_.parse(argc, argv);
    } catch (const CLI::Success& help_or_version) {
      std::ostringstream text;
      app_.exit(help_or_version, text, text);
      print_text(text.str());
      return nullptr;
    } catch (const CLI::ExtrasError&) {
      const CLI::App& given = *app_.get_subcommands().front();
      throw BadInput(fmt::format("{} (descend {} --help)", unexpected(given), given.get_name()));
    } catch (const CLI::ParseError& error) {
      throw BadInput(fmt::format("{} (descend --help)", error.what()));
    }
    const CLI::App* given = app_.get_subcommands().front();
    Command* command = commands_.at(given);
    for (const Argument& argument : command->arguments.all()) {
      check_not_empty(*given, argument);
      const auto text = numbers_.find(&argument);
      if (text == numbers_.end() || text->second.empty()) continue;
      const auto& [to, min, max] = std::get<Argument::WholeNumber>(argument.target);
      const std::string name = argument.names.substr(0, argument.names.find(','));
      *to = whole_number(given_on_command_line(name, text->second), min, max);
    }
    if (auto* rest = command->arguments.rest()) *rest = given->remaining();
    return command;
  }

 private:
  void add(CLI::App& command, const Argument& argument) {
    CLI::Option* option = std::visit(Adder{*this, command, argument}, argument.target);
    if (!argument.value_name.empty()) option->type_name(argument.value_name);
    option->required(argument.is_required);
    if (!argument.excluded.empty()) option->excludes(command.get_option(argument.excluded));
  }

  struct Adder {
    CLI::Option* operator()(bool* given) const {
      return command.add_flag(argument.names, *given, argument.help);
    }
    CLI::Option* operator()(std::string* text) const {
      return command.add_option(argument.names, *text, argument.help);
    }
    CLI::Option* operator()(std::vector<std::string>* texts) const {
      CLI::Option* option = command.add_option(argument.names, *texts, argument.help);
      if (!argument.names.starts_with('-')) return option;
      if (argument.many_words) return option->expected(1, -1);
      return option->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    }
    // Read after the whole line, so that help is had beside a number that is none.
    CLI::Option* operator()(const Argument::WholeNumber&) const {
      return command.add_option(argument.names, parser.numbers_[&argument], argument.help);
    }

    Parser& parser;
    CLI::App& command;
    const Argument& argument;
  };

  // Before CLI11 sees it, because it would only say that a command is missing.
  void check_first(const std::string& word) const {
    if (word.starts_with('-')) {
      const std::vector<const CLI::Option*> options = std::as_const(app_).get_options();
      if (std::ranges::any_of(options, [&](auto* option) { return option->check_name(word); })) {
        return;
      }
      throw BadInput(
          fmt::format("descend has no option '{}' before a command (descend --help)", word));
    }
    std::vector<std::string> known;
    for (const CLI::App* command : app_.get_subcommands({})) known.push_back(command->get_name());
    if (std::ranges::find(known, word) != known.end()) return;
    throw BadInput(fmt::format("there is no command '{}'{}; there are {} (descend --help)", word,
                               did_you_mean(word, known), listed(known)));
  }

  // Nothing is named by an empty text: it would be taken for no argument at all.
  static void check_not_empty(const CLI::App& command, const Argument& argument) {
    if (std::holds_alternative<bool*>(argument.target)) return;
    const std::string name = argument.names.substr(0, argument.names.find(','));
    const std::vector<std::string>& words = command.get_option(name)->results();
    if (std::ranges::find(words, "") == words.end()) return;
    throw BadInput(fmt::format("{} is empty; allowed is {}", name,
                               argument.value_name.empty() ? "a text" : argument.value_name));
  }

  // What there is to say of the first word that the command has no use for.
  std::string unexpected(const CLI::App& command) const {
    // Behind a `--` CLI11 keeps words for the program and not for the command.
    const std::vector<std::string> own = command.remaining();
    const std::string word = own.empty() ? app_.remaining().front() : own.front();
    if (!word.starts_with('-')) {
      return fmt::format("descend {} takes no further argument '{}'", command.get_name(), word);
    }
    std::vector<std::string> known;
    for (const CLI::Option* option : command.get_options()) {
      for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
    }
    const std::string name = word.substr(0, word.find('='));
    for (const ElsewhereName& elsewhere : kElsewhereNames) {
      if (name != elsewhere.name || std::ranges::find(known, elsewhere.here) == known.end())
        continue;
      return fmt::format("descend {} has no option '{}'; {}", command.get_name(), name,
                         elsewhere.advice);
    }
    return fmt::format("descend {} has no option '{}'{}", command.get_name(), name,
                       did_you_mean(name, known));
  }

  CLI::App app_;
  std::map<const CLI::App*, Command*> commands_;
  // The texts of whole numbers.
  std::map<const Argument*, std::string> numbers_;
};

}  // namespace

Command* parse_command_line(int argc, char** argv, const Commands& commands,
                            const std::string& version) {
  return Parser(commands, version).parse(argc, argv);
}

std::string command_line_text(int argc, char** argv) {
  std::string line = "descend";
  for (int i = 1; i < argc; ++i) line += " " + shell_word(argv[i]);
  return line;
}

}  // namespace descend
