#!/usr/bin/env bash
# Runs an example of README.md as a reader would: in a folder of runs.
# usage: readme_test.sh LANGUAGE NUMBER FOLDER [SCALE]   the NUMBER-th block of that language
# SCALE: log or linear, what a plot's axis of losses has to be for the runs of the folder.
# Exit 77: the tool is not there.
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
language=$1 number=$2 folder=$3 scale=${4-}

skip() { echo "$1 is not there: skipped"; exit 77; }
has() { command -v "$1" >/dev/null 2>&1; }

# Debian's modules belong to the system's own interpreter, which need not be the first in the path.
python=
for candidate in python3 /usr/bin/python3; do
  if has "$candidate" && "$candidate" -c "import matplotlib, pandas" 2>/dev/null; then
    python=$candidate
  fi
done

place=$(mktemp -d)
server=
# shellcheck disable=SC2064
trap '[ -z "$server" ] || kill "$server"; rm -rf "$place"' EXIT
cp -- "$folder/runs.jsonl" "$place"
cd -- "$place"

awk -v language="\`\`\`$language" -v number="$number" '
  $0 == language { inside = ++count == number; next }
  $0 == "```" { inside = 0 }
  inside' "$here/README.md" >example
[ -s example ] || { echo "README.md has no block $number of $language"; exit 1; }

is_picture() { [ "$(head -c 4 loss.png | tail -c 3)" = PNG ] && [ "$(wc -c <loss.png)" -gt 2000 ]; }

case $language in
  python)
    [ -n "$python" ] || skip "matplotlib or pandas"
    if [ "$number" = 1 ]; then
      echo 'print("scale", plt.gca().get_yscale(), "up from", plt.gca().get_ylim()[0])' >>example
    fi
    MPLBACKEND=Agg "$python" example >output
    cat output
    if [ "$number" = 1 ]; then is_picture && grep -q "scale $scale" output; else grep -q "outcome.verdict" output; fi ;;
  gnuplot)
    has gnuplot && has jq || skip "gnuplot or jq"
    echo 'show logscale' >>example
    gnuplot example 2>&1 | grep . | tee output
    # gnuplot goes on after a warning, so that an empty plot would pass.
    [ "$(wc -l <output)" = 1 ] && is_picture
    if grep -q 'logscaling on  *y' output; then [ "$scale" = log ]; else [ "$scale" = linear ]; fi ;;
  html)
    has chromium && has python3 || skip "chromium or python3"
    mv example loss.html
    python3 -u -m http.server 0 --bind 127.0.0.1 >server.log 2>&1 &
    server=$!
    for _ in $(seq 100); do ! grep -q port server.log || break; sleep 0.1; done
    port=$(sed -n 's/.* port \([0-9]*\) .*/\1/p' server.log)
    chromium --headless --no-sandbox --disable-gpu --virtual-time-budget=10000 --dump-dom \
      "http://127.0.0.1:$port/loss.html" 2>/dev/null >page
    # As many points as the first run has finite losses, none of them NaN.
    points=$(sed -n 's/.*points="\([^"]*\)".*/\1/p' page)
    losses=$(head -n 1 runs.jsonl | sed 's/.*"loss":\[\([^]]*\)\].*/\1/' | tr ',' '\n' |
             grep -vc null)
    echo "$(wc -w <<<"$points") points of $losses losses"
    [ "$(wc -w <<<"$points")" = "$losses" ] && [[ $points != *NaN* ]]
    # The lowest and the highest of them touch the edges of the picture, and none lies beyond.
    tr ' ' '\n' <<<"$points" | cut -d , -f 2 | sort -g | sed -n '1p;$p' | tr '\n' ' ' >edges
    cat edges
    grep -qE '^(10|10\.0+[0-9]?) (390|390\.0+[0-9]?|389\.9+[0-9]?) $' edges ;;
  sh)
    has jq || skip jq
    bash example >output
    cat output
    [ "$(wc -l <output)" = "$(wc -l <runs.jsonl)" ] ;;
  sql)
    has duckdb || skip duckdb
    duckdb -csv -c "$(cat example)" >output
    cat output
    [ "$(wc -l <output)" = $(($(wc -l <runs.jsonl) + 1)) ] ;;
  r)
    has Rscript && Rscript -e 'library(jsonlite)' >/dev/null 2>&1 || skip "R with jsonlite"
    Rscript example >output
    cat output
    grep -q verdict output ;;
esac
