#!/usr/bin/env bash
# What every file of the project keeps to, beside what the compilers check.
# usage: style_test.sh [CLANG_FORMAT]   with a program given, the layout of C++ sources as well
set -euo pipefail
export LC_ALL=C
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
failures=0

files() {  # files PATTERN…: of the checkout; of an unpacked archive, all but what is built
  if git rev-parse --git-dir >/dev/null 2>&1; then
    # Those that are not added yet count too; those that are deleted do not.
    git ls-files --cached --others --exclude-standard -- "$@" | sort -u |
      while IFS= read -r file; do [ ! -f "$file" ] || printf '%s\n' "$file"; done
  else
    local pattern
    for pattern in "$@"; do
      find . \( -name 'build*' -o -name node_modules -o -path ./results/runs \) -prune -o \
        -type f -name "${pattern##*/}" -print
    done | sed 's|^\./||' | sort -u
  fi
}

none_of() {  # none_of RULE OFFENDERS
  if [ -n "$2" ]; then
    printf '%s:\n%s\n' "$1" "$(head -n 20 <<<"$2")"
    failures=$((failures + 1))
  fi
}

matching() {  # matching EXTENDED_REGEX FILES…: file:line:text
  xargs -r -d '\n' grep -nHIE -e "$1" 2>/dev/null | cut -c 1-200 || true
}

sources=$(files '*.cc' '*.h' '*.ts' '*.mjs' '*.cmake' 'CMakeLists.txt' '*.sh' 'scripts/*')
text=$(files '*' | grep -vE '\.(png|ico|gz|html)$' || true)

none_of "A path of one machine" \
  "$(matching '(^|[^[:alnum:]._/*-])/(home|root|work|Users)/[[:alnum:]]' <<<"$text")"
none_of "A host that only one place can reach, or that a lock file need not name" \
  "$(matching 'https?://(registry|mirror|deb|proxy|packages?)\.|"resolved": *"http' <<<"$text")"
none_of "A merge was left half done" "$(matching '^(<<<<<<<|>>>>>>>) ' <<<"$text")"
none_of "White space at the end of a line" "$(matching '[[:blank:]]$' <<<"$sources")"
none_of "A tab" "$(matching $'\t' <<<"$sources")"
none_of "A name that says nothing about what is inside" \
  "$(grep -E '(^|/)(utils?|common|helpers?)(\.[a-z]+|/|$)' <<<"$text" || true)"
none_of "A README.md of 150 lines or more: the pages that it leads to have room" \
  "$(awk 'END { if (NR >= 150) print "README.md: " NR " lines" }' README.md)"
none_of "No line end at the end" \
  "$(while IFS= read -r file; do
       [ -z "$(tail -c 1 -- "$file")" ] || printf '%s\n' "$file"
     done <<<"$sources")"

if [ $# -gt 0 ]; then
  none_of "Not laid out as .clang-format says (clang-format -i mends it)" \
    "$(files '*.cc' '*.h' | xargs -r -d '\n' -n 8 -P 4 "$1" --dry-run 2>&1 |
       grep -E 'warning|error' || true)"
fi

[ "$failures" -eq 0 ] || exit 1
echo "$(wc -l <<<"$text") files in style"
