#!/usr/bin/env bash
# The installed package, as someone meets it who has nothing else.
# usage: package_test.sh install BUILD PLACE   installs into an empty folder of PLACE, and moves it
#        package_test.sh documents PLACE       whether its pages are there, and what they lead to
#        package_test.sh example PLACE         builds its examples/plugin and runs it
#        package_test.sh new PLACE             the same with what `descend new` writes, for all kinds
#        package_test.sh compilers PLACE COMPILER…   the example built by others, Debug and Release
set -euo pipefail
unset DESCEND_PLUGIN_PATH
project=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
step=$1
shift

fail() { echo "$1"; exit 1; }
says() {  # says TEXT COMMAND…
  local text=$1 output
  shift
  output=$("$@" 2>&1) || { echo "$output"; fail "failed: $*"; }
  grep -qF -- "$text" <<<"$output" || { echo "$output"; fail "does not say '$text': $*"; }
}

if [ "$step" = install ]; then
  build=$1 place=$2
  rm -rf -- "$place"
  mkdir -p "$place"
  cmake --install "$build" --prefix "$place/first" >/dev/null
  mv "$place/first" "$place/moved"
  exit
fi

place=$1
prefix=$place/moved
descend=$prefix/bin/descend
documents=$prefix/share/doc/descend
shift

build() {  # build SOURCE BUILD OPTION…: configures, builds and tests
  local source=$1 build=$2
  shift 2
  cmake -G Ninja -S "$source" -B "$build" -DCMAKE_PREFIX_PATH="$prefix" "$@" >"$build.log" 2>&1 &&
    cmake --build "$build" >>"$build.log" 2>&1 &&
    ctest --test-dir "$build" --output-on-failure >>"$build.log" 2>&1 ||
    { cat "$build.log"; fail "does not build and pass: $source $*"; }
  grep -q '100% tests passed' "$build.log" || { cat "$build.log"; fail "no test was run"; }
}
launcher=()
! command -v ccache >/dev/null || launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)

hashes() {  # hashes PLUGIN OUT: the trace hashes of runs with the example
  "$descend" run -p stopping_distance article_landscape -o signum sgd:learning_rate=0.01 \
    --steps 200 --repetitions 2 --quiet --plugin "$1" --out "$2" >/dev/null
  grep -o '"trace_hash":"[0-9a-f]*"' "$2/runs.jsonl" | sort
}

case $step in
  documents)
    cd -- "$documents"
    for file in harness/suites/README.md results/README.md include/descend/README.md \
      examples/plugin/CMakeLists.txt examples/plots/loss.py LICENSE; do
      [ -s "$file" ] || fail "the package has no $file"
    done
    for schema in "$project"/results/schema/*.schema.json; do
      cmp "$schema" "results/schema/${schema##*/}"
    done
    # Every link to a file leads to one.
    find . -name '*.md' | while IFS= read -r page; do
      grep -oE '\]\([^)]*\)' "$page" | sed -E 's/^\]\(//; s/(#.*)?\)$//' |
        grep -vE '^$|^https?:' | sed "s|^|${page%/*}/|" || true
    done >"$place/links"
    [ "$(wc -l <"$place/links")" -gt 15 ] || fail "only $(wc -l <"$place/links") links were found"
    while IFS= read -r link; do
      [ -e "$link" ] || fail "the package has no $link, to which its page leads"
    done <"$place/links"
    # The installed program runs the installed suite.
    status=0
    "$descend" run harness/suites/article.json --epochs 1 --quiet --out "$place/suite" >/dev/null ||
      status=$?
    [ $status = 0 ] || [ $status = 3 ] || fail "the installed suite does not run" ;;
  example)
    rm -rf -- "$place/example"
    cp -R -- "$documents/examples/plugin" "$place/example"
    build "$place/example" "$place/example/build" "${launcher[@]}"
    cd -- "$place/example"
    plugin=build/example.so
    says signum "$descend" list optimizers --plugin $plugin
    says stopping_distance "$descend" list problems --json --plugin $plugin
    says 'From the plugin example, version 1.0' "$descend" show signum --plugin $plugin
    says '"search"' "$descend" show signum --json --plugin $plugin
    says 'at least 0 and below 1' "$descend" show signum --plugin $plugin
    says 'Ezekiel' "$descend" show stopping_distance --plugin $plugin
    says '4 new runs of 4' "$descend" run -p stopping_distance -o signum 'signum:momentum={0.5,0.8}' \
      adam -s inverse_time:decay=1e-2 --change learning_rate@5=0.001 --steps 20 --out out \
      --plugin $plugin
    says '1 new runs of 1' "$descend" run -p double_well -o 'sam:base=(signum:momentum=0)' --steps 20 \
      --out nested --plugin $plugin
    says '1 new runs of 1' "$descend" run -p stopping_distance -o signum --batch-size 7 --epochs 3 \
      --out batches --plugin $plugin
    says '4 of 4 runs agree' "$descend" verify out --plugin $plugin
    # What is in a file is part of the run.
    for cars in '4 2;7 22;25 85' '4 2;7 22;25 99' '4 2;7 22;25 99'; do
      tr ';' '\n' <<<"$cars" >cars.txt
      "$descend" run -p stopping_distance:data=cars.txt -o sgd --steps 9 --out cars --plugin $plugin \
        >>cars.out
    done
    [ "$(grep -c '1 new runs of 1' cars.out)" = 2 ] || fail "a file's content is not in the id"
    rm cars.txt
    status=0
    "$descend" run -p stopping_distance:data=cars.txt -o sgd --plugin $plugin >refused 2>&1 || status=$?
    [ $status = 2 ] || fail "a missing file is not refused"
    says 'stopping_distance: data: cars.txt: No such file' cat refused
    says 'rules held' "$descend" check signum --plugin $plugin
    says 'gradient/stopping_distance/float64' "$descend" time --plugin $plugin --out timings \
      --benchmark_filter='signum/float32/1000$|gradient/stopping_distance' --benchmark_min_time=0.01
    grep -q 'step/signum/float32/1000' timings/timings.json || fail "signum was not timed"
    status=0
    "$descend" run -p stopping_distance -o signum:momentum=1 --plugin $plugin >refused 2>&1 || status=$?
    [ $status = 2 ] || fail "momentum=1 is not refused"
    says 'at least 0 and below 1' cat refused ;;
  new)
    for kind in optimizer problem schedule; do
      rm -rf -- "$place/$kind"
      mkdir -p "$place/$kind"
      cd -- "$place/$kind"
      # What it prints is what is run, as someone would copy it.
      "$descend" new $kind my_own >printed
      sed -n 's/^  //p' printed >commands
      grep -q 'cd my_own' commands || { cat printed; fail "it does not say how to go on"; }
      PATH=$prefix/bin:$PATH CMAKE_CXX_COMPILER_LAUNCHER=${launcher:+ccache} \
        bash -euo pipefail commands >output 2>&1 || { cat output; fail "failed: $(cat commands)"; }
      grep -q '100% tests passed' output || { cat output; fail "no test was run"; }
      grep -Eq '^(8|3|2) new runs' output || { cat output; fail "nothing was run"; }
    done ;;
  compilers)
    [ -d "$place/example" ] || cp -R -- "$documents/examples/plugin" "$place/example"
    [ $# -gt 0 ] || fail "no compiler is named"
    expected=
    for compiler in "$@"; do
      for type in Release Debug; do
        folder=$place/$compiler-$type
        rm -rf -- "$folder" "$folder-runs"
        build "$place/example" "$folder" -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_BUILD_TYPE=$type \
          "${launcher[@]}"
        found=$(hashes "$folder/example.so" "$folder-runs")
        [ "$(wc -l <<<"$found")" = 6 ] || fail "$compiler $type: not 6 runs"
        # The traces are equal bit for bit; only the plugin's hash tells the files apart.
        [ "${expected:=$found}" = "$found" ] || fail "$compiler $type: other bits"
        echo "$compiler $type: loads, keeps the contract, gives the same bits"
      done
    done ;;
  *) fail "unknown step $step" ;;
esac
