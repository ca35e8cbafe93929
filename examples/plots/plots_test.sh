#!/usr/bin/env bash
# Runs one of the examples as a reader would, on a folder of runs.
# usage: plots_test.sh EXAMPLE PROGRAM FOLDER SCALE
# SCALE: log or linear, what the axis of losses has to be for the runs of the folder.
# Exit 77: the tool is not there.
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
example=$1 program=$2 folder=$3 scale=$4

skip() { echo "$1 is not there: skipped"; exit 77; }
has() { command -v "$1" >/dev/null 2>&1; }
is_picture() { [ "$(head -c 4 "$1" | tail -c 3)" = PNG ] && [ "$(wc -c <"$1")" -gt 5000 ]; }

place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cp -- "$folder/runs.jsonl" "$place"
"$program" export "$folder" --format csv -o "$place" >/dev/null
cp -- "$here"/loss.* "$place"
cd -- "$place"
runs=$(wc -l <runs.jsonl)

case $example in
  python)
    # Debian's modules belong to the system's own interpreter, which need not be the first in the path.
    python=
    for candidate in python3 /usr/bin/python3; do
      if has "$candidate" && "$candidate" -c "import matplotlib, pandas" 2>/dev/null; then
        python=$candidate
      fi
    done
    [ -n "$python" ] || skip "matplotlib or pandas"
    echo 'print("scale", plt.gca().get_yscale())' >>loss.py
    MPLBACKEND=Agg "$python" loss.py . loss.png | tee output
    is_picture loss.png && grep -qx "scale $scale" output ;;
  r)
    has Rscript && Rscript -e 'library(jsonlite)' >/dev/null 2>&1 || skip "R with jsonlite"
    sed -i 's/^invisible(dev.off/cat("scale", if (par("ylog")) "log" else "linear", "\\n")\n&/' loss.R
    Rscript loss.R . loss.png | tee output
    is_picture loss.png && grep -q "^scale $scale" output ;;
  gnuplot)
    has gnuplot || skip gnuplot
    echo 'show logscale' >>loss.gp
    gnuplot -c loss.gp . loss.png 2>&1 | grep . | tee output
    # gnuplot goes on after a warning, so that an empty plot would pass.
    [ "$(wc -l <output)" = 1 ] && is_picture loss.png
    if grep -q 'logscaling on  *y' output; then [ "$scale" = log ]; else [ "$scale" = linear ]; fi ;;
  vega_lite)
    has vl2svg || skip "vl2svg of Vega-Lite"
    vl2svg loss.vl.json loss.svg
    lines=$(grep -o 'aria-roledescription="line mark"' loss.svg | wc -l)
    echo "$lines lines of $runs runs"
    [ "$lines" = "$runs" ] && ! grep -q NaN loss.svg ;;
  duckdb)
    has duckdb || skip duckdb
    duckdb -csv -c ".read loss.sql" >output
    cat output
    # Every twentieth state of each run, 0 included, below the names of the columns.
    states=$(cut -d , -f 2 traces.csv | awk 'NR > 1 && $1 % 20 == 0' | wc -l)
    [ "$(wc -l <output)" = $((states + 1)) ]
    # The highest loss of a run fills its bar.
    grep -q ',████████████████████████████████████████$' output ;;
  *) echo "no example '$example'" >&2; exit 2 ;;
esac
