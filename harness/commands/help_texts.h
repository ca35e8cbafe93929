/// What `descend --help` says above and below its list of commands.
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

Exit codes: 0 done, 1 something failed while working, 2 bad usage or input, 3 a check did not hold,
130 interrupted (Ctrl-C): what is done stays, and `run` goes on from there.
)";

}  // namespace descend
