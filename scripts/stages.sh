# shellcheck shell=bash disable=SC2034
# For bench and test to source: a stage is one line with its seconds. What it prints goes to a log
# in build/logs, whose end is shown if the stage fails.
set -euo pipefail
project=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
logs=$project/build/logs
mkdir -p "$logs"
processors=$(getconf _NPROCESSORS_ONLN)

# On a terminal: how long the stage has run and the last line of its log, until it is killed.
watch_stage() {  # watch_stage NAME LOG
  local start=$SECONDS
  while sleep 0.5; do
    printf '\r%-16s %5d s  %s\033[K' "$1" "$((SECONDS - start))" \
      "$(tail -n 1 "$2" 2>/dev/null | tr -d '\r' | cut -c 1-70)"
  done
}

stage() {  # stage NAME COMMAND…
  local name=$1 start=$SECONDS status=0 watcher="" log
  shift
  log=$logs/${name// /_}.log
  : >"$log"
  if [ -t 1 ]; then
    watch_stage "$name" "$log" &
    watcher=$!
  fi
  (cd -- "$project" && "$@") >"$log" 2>&1 || status=$?
  if [ -n "$watcher" ]; then
    kill "$watcher"
    wait "$watcher" 2>/dev/null || true
    printf '\r\033[K'
  fi
  if [ "$status" -ne 0 ]; then
    printf '%-16s %5d s  FAILED (exit %d); the end of %s:\n' \
      "$name" "$((SECONDS - start))" "$status" "$log"
    tail -n 60 "$log"
    exit 1
  fi
  printf '%-16s %5d s  %s\n' "$name" "$((SECONDS - start))" "$(closing_line "$log")"
}

# The one line of a log that is worth reading: what ctest says at the end, or how much was built.
closing_line() {  # closing_line LOG
  sed -n -E -e 's/^\[([0-9]+)\/\1\].*/\1 steps built/p' -e '/^ninja: no work to do/s/.*/nothing to do/p' \
    -e '/tests passed/p' -e 's/^-- The CXX compiler identification is /with /p' "$1" | tail -n 1
}
