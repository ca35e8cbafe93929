/// Something that a suite expects of its runs, beside what was found.
#pragma once

#include <string>

namespace descend {

struct Check {
  /// The experiment: its label, or its place in the suite.
  std::string experiment;
  /// What is spoken of: "sgd:learning_rate=0.1 on spiral, seed 3".
  std::string subject;
  /// "verdict expected stalled".
  std::string expectation;
  std::string found;
  bool passed = false;
  /// The id of the run; empty where several runs are spoken of, or none.
  std::string run;

  /// All of it in a sentence.
  std::string text() const { return subject + ": " + expectation + ", found " + found; }
};

}  // namespace descend
