/// What the program says of itself.
#pragma once

namespace descend {

inline constexpr const char* kAbout =
    "Descend runs optimizers on problems, shows what each one did, and writes it as JSON.";

inline constexpr const char* kExamples = R"(
Examples:
  descend run                                     replay the article "Optimizers"
  descend run -p spiral -o sgd momentum           two rules on one problem
  descend run -p article_landscape -o 'momentum:learning_rate={0.001,0.01,0.1},momentum=0.9'
  descend run -p spiral -o sgd -s inverse_time:decay=1e-3 --epochs 2000 --seed 1 --repetitions 5
  descend run my_suite.json --jobs 0 --out results/mine
  descend map -p article_landscape -o 'momentum:learning_rate={log:1e-4:1:80},momentum={0,0.5,0.9}'
  descend show momentum                           formula, options, source
  descend print results/runs/adhoc                every recorded state as one line
  descend new optimizer my_rule                   a project with your own rule
  descend report results/runs/adhoc -o adhoc.html  the same as pictures, in one page
  descend verify results/runs/adhoc --jobs 0      run it again: are the bits the same?

Settings:  name:key=value,…   A grid: {a,b} or {log:1e-4:1:9} or {linear:0:0.9:10}
           A list: [64,64]    A nested plugin: (momentum:momentum=0.9)
           decay=1e-3 on any optimizer is short for the schedule inverse_time.

DESCEND_PLUGIN_PATH names plugins, or folders of them, that every command loads (see --plugin).

Exit codes: 0 done, 1 something failed while working, 2 bad usage or input, 3 a check did not hold.
)";

inline constexpr const char* kRunAbout =
    R"(Runs suites, or the cross product of problems, optimizers and schedules.

SUITE is the name of a shipped suite or the path of a suite file (with a '/' or ending in .json);
without anything the suite 'article' is run. With a suite, -o, -s and --change replace its own.
What is in the output folder already is not run again.)";

inline constexpr const char* kMapAbout =
    R"(Outcomes over a grid of one or two settings, as one map.json.

  descend map -p article_landscape -o 'momentum:learning_rate={log:1e-4:1:100},momentum={linear:0:0.99:50}'

Cheap problems run sixteen side by side along the learning rate, with the bits of one by one.)";

}  // namespace descend
