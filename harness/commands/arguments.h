/// What the command line of one command may hold.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "descend/types.h"

namespace descend {

/// One positional argument, option or flag.
struct Argument {
  struct WholeNumber {
    Index* to;
    Index min, max;
  };

  /// "DIR" of a positional argument, "--out" or "-o,--output" of an option.
  std::string names;
  /// Gets whether a flag is given; the text that is given; all texts; the number.
  std::variant<bool*, std::string*, std::vector<std::string>*, WholeNumber> target;
  std::string help;
  /// How help calls the value; empty: TEXT.
  std::string value_name = {};
  /// Whether an option takes all words up to the next option, and not only one.
  bool many_words = false;
  bool is_required = false;
  /// An option, declared before, that cannot be given together with this one; empty: none.
  std::string excluded = {};

  Argument& value(std::string name) {
    value_name = std::move(name);
    return *this;
  }
  Argument& required() {
    is_required = true;
    return *this;
  }
  Argument& excludes(std::string option) {
    excluded = std::move(option);
    return *this;
  }
};

/// Declares, in the order in which help lists them, what a command takes, and where it goes when
/// it is given: members of the command, whose values before are what holds otherwise.
class Arguments {
 public:
  Argument& positional(std::string name, std::string& to, std::string help) {
    return all_.emplace_back(Argument{std::move(name), &to, std::move(help)});
  }
  Argument& positional(std::string name, std::vector<std::string>& to, std::string help) {
    return all_.emplace_back(Argument{std::move(name), &to, std::move(help)});
  }
  Argument& option(std::string names, std::string& to, std::string help) {
    return all_.emplace_back(Argument{std::move(names), &to, std::move(help)});
  }
  /// An option that takes one word, and may be given again.
  Argument& repeated(std::string names, std::vector<std::string>& to, std::string help) {
    return all_.emplace_back(Argument{std::move(names), &to, std::move(help)});
  }
  /// An option that takes one or more words, and may be given again.
  Argument& words(std::string names, std::vector<std::string>& to, std::string help) {
    Argument& option = repeated(std::move(names), to, std::move(help));
    option.many_words = true;
    return option;
  }
  Argument& flag(std::string names, bool& to, std::string help) {
    return all_.emplace_back(Argument{std::move(names), &to, std::move(help)});
  }

  /// --jobs: how many runs are made at the same time; 0: one for every core.
  void jobs(Index& to) {
    constexpr Index kMaxJobs = 1024;
    all_.push_back({"--jobs,-j", Argument::WholeNumber{&to, 0, kMaxJobs},
                    "Runs at the same time; 0: every core (1)", "J"});
  }
  /// --plugin, for a command that looks names up: the files, and those of the environment, are
  /// loaded before the command begins.
  void plugins() {
    takes_plugins_ = true;
    repeated("--plugin", plugin_files_, "A shared library with more optimizers and problems")
        .value("FILE.so");
  }
  /// What is not declared goes there, instead of being refused.
  void rest(std::vector<std::string>& to) { rest_ = &to; }

  const std::vector<Argument>& all() const { return all_; }
  std::vector<std::string>* rest() const { return rest_; }
  bool takes_plugins() const { return takes_plugins_; }
  const std::vector<std::string>& plugin_files() const { return plugin_files_; }

 private:
  std::vector<Argument> all_;
  std::vector<std::string>* rest_ = nullptr;
  bool takes_plugins_ = false;
  std::vector<std::string> plugin_files_;
};

}  // namespace descend
