#!/usr/bin/env bash
# Whether every file lives where its includes say that it may, and is short enough to be read at once.
# The tables below are the layout; CONTRIBUTING.md tells it in words.
set -euo pipefail
export LC_ALL=C
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

# What each room may include beside itself. A room that is not listed is a mistake.
edges='
include            numerics
numerics           include
optimizers         include numerics
problems           include numerics
results/files      include
results/record     include results/files
results/store      include results/files results/record
results/map        include results/files results/record results/store
results/export     include results/files results/record results/map
results/report     include results/files results/record
results/schema     results/files
harness/settings   include results/record
harness/registry   include harness/settings optimizers problems results/files results/store
harness/plan       include harness/settings harness/registry results/files results/record
harness/judge      include numerics results/record
harness/run        include numerics harness/settings harness/registry harness/plan harness/judge results/record
harness/map        include numerics harness/settings harness/registry harness/plan harness/run harness/terminal results/map results/record
harness/check      include numerics harness/settings harness/registry harness/run
harness/time       include numerics harness/settings harness/registry harness/plan harness/run harness/terminal results/files
harness/terminal   results/record
harness/commands   *
harness            harness/commands harness/terminal
'

# Headers have at most 120 lines, other files 250, functions of the harness 60. Beyond that a file
# says here why.
long='
harness/judge/judge.h                    one class, with what every state of a run costs in sight
harness/judge/recent_states.h            a ring and its sums, of which lanes need the same in registers
include/descend/first_order.h            one frame, whose five short parts are read together
include/descend/numerics/exponential.h   exp and log with their tables of coefficients
include/descend/numerics/four.h          a register of four with every operation generic code asks for
include/descend/numerics/lanes.h         numbers, masks and bits of lanes, one template each
include/descend/numerics/sums.h          one definition of a sum, and all that adds up by it
include/descend/numerics/trigonometric.h sin and cos with their reduction and coefficients
include/descend/registry.h               everything that an author calls to register
problems/landscapes/landscape.h          one class for all landscapes
problems/networks/dense_network.cc       one forward and one backward pass
problems/networks/kernels/kernels_test.cc one test for each kernel on every instruction set
optimizers/lbfgs.cc                      the two loops and the line search of one rule
optimizers/soap.cc                       one rule with its decompositions
tests/elementary_test.cc                 a table of cases for each function
tests/golden/make_papers.py              every rule of a paper once more, in NumPy
tests/recompute_test.py                  everything that a run writes, computed once more
'

# The C++ of the project, without what `descend new` writes for others.
sources() {
  if git rev-parse --git-dir >/dev/null 2>&1; then
    git ls-files --cached --others --exclude-standard -- '*.h' '*.cc' | sort -u
  else
    find . \( -name 'build*' -o -name node_modules \) -prune -o -name '*.h' -print -o \
      -name '*.cc' -print | sed 's|^\./||' | sort
  fi | grep -vE '^(tests|examples|scripts)/|/templates/' | while IFS= read -r file; do
    [ ! -f "$file" ] || printf '%s\n' "$file"
  done
}

failures=0
report() {  # report RULE OFFENDERS
  [ -z "$2" ] || { printf '%s:\n%s\n' "$1" "$2"; failures=$((failures + 1)); }
}

report "An include against the layout (tests/layout_test.sh has the table)" "$(
  sources | grep -vE '_test\.(h|cc)$' |
    xargs -d '\n' grep -nHE '^ *# *include "' | awk -v edges="$edges" '
      function room(file, parts, count) {
        sub(/^include\//, "", file)
        count = split(file, parts, "/")
        if (parts[1] == "descend") return count == 2 ? "include" : parts[2]
        if ((parts[1] == "harness" || parts[1] == "results") && count > 2) {
          return parts[1] "/" parts[2]
        }
        return parts[1]
      }
      BEGIN {
        for (count = split(edges, lines, "\n"); count > 0; --count) {
          words = split(lines[count], word, " ")
          for (i = 1; i <= words; ++i) allowed[word[1], word[i]] = 1
        }
      }
      {
        split($0, at, ":")
        split($0, quoted, "\"")
        from = room(at[1])
        to = room(quoted[2])
        if (quoted[2] !~ /\//) to = from  # a generated file, or one beside it
        if (!((from, from) in allowed)) {
          print at[1] ": the room " from " is not in the table"
        } else if (!((from, "*") in allowed) && !((from, to) in allowed)) {
          print at[1] ":" at[2] ": " from " may not include " quoted[2]
        }
      }' | sort -u)"

report "Too long (at most 120 lines a header, 250 another file)" "$(
  { sources; git ls-files -- 'tests/*.cc' 'tests/*.h' '*.ts' '*.mjs' '*.sh' '*.py' 'scripts/*' \
      '*.cmake' 'CMakeLists.txt' 2>/dev/null || true; } | sort -u |
    while IFS= read -r file; do
      lines=$(wc -l <"$file")
      case $file in *.h) most=120 ;; *) most=250 ;; esac
      [ "$lines" -le "$most" ] || grep -q "^$file " <<<"$long" || echo "$file: $lines lines"
    done)"

report "Listed as long, but short or gone" "$(
  awk 'NF { print $1 }' <<<"$long" | while IFS= read -r file; do
    case $file in *.h) most=120 ;; *) most=250 ;; esac
    [ -f "$file" ] && [ "$(wc -l <"$file")" -gt "$most" ] || echo "$file"
  done)"

# Sources are laid out by clang-format, so that a body ends with a brace in its head's own column.
report "A function of over 60 lines" "$(
  sources | grep '^harness/' | xargs -d '\n' awk '
    FNR == 1 { begin = head = "" }
    begin == "" && /^ *[A-Za-z~].*[^;]$/ && !/^ *(namespace|class|struct|enum|union|extern|template|public|private|return|if|for|while|switch|case|default|else|do|try|using|typedef|static_assert|constexpr|const [a-z:]+ k|inline constexpr)[ :(<]/ && !/=/ {
      match($0, /^ */)
      if (RLENGTH == 0 || RLENGTH == 2) { head = FNR; indent = RLENGTH }
    }
    begin == "" && /\{$/ && head != "" && FNR - head < 8 {
      match($0, /^ */)
      if (RLENGTH == indent || FNR > head) begin = head
    }
    begin != "" {
      match($0, /^ */)
      if (RLENGTH == indent && substr($0, indent + 1, 1) == "}") {
        if (FNR - begin + 1 > 60) print FILENAME ":" begin ": " FNR - begin + 1 " lines"
        begin = head = ""
      }
    }')"

# Other places than the program stand on the judge and the loop of a run: they and all headers that
# they reach know no JSON, no file and no thread.
reached() {  # reached FILES…: they, and the project's headers that they include
  local -A seen=()
  local -a queue=("$@")
  local file header
  while [ "${#queue[@]}" -gt 0 ]; do
    file=${queue[0]}
    queue=("${queue[@]:1}")
    [ -z "${seen[$file]:-}" ] || continue
    seen[$file]=1
    printf '%s\n' "$file"
    while IFS= read -r header; do
      [ -f "$header" ] || header=include/$header
      [ ! -f "$header" ] || queue+=("$header")
    done < <(sed -nE 's/^ *# *include "(.*)".*/\1/p' "$file")
  done
}
loop=$(sources | grep -E '^harness/(judge|run)/.*\.cc$|^results/record/(outcome|record|series)\.cc$' |
  grep -vE '_test\.cc$|/(runner|overhead|parallel)\.cc$')
# shellcheck disable=SC2086
report "The judge and the loop of a run know no JSON, no file and no thread" "$(
  reached $loop | xargs grep -nHE \
    '^ *# *include <(nlohmann/.*|fstream|iostream|cstdio|stdio\.h|filesystem|thread|mutex|future)>' || true)"

[ "$failures" -eq 0 ] || exit 1
echo "$(sources | wc -l) sources where they belong"
