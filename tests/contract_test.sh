#!/usr/bin/env bash
# Everything that the program lists keeps the contract.
# usage: contract_test.sh PROGRAM
set -euo pipefail
program=$1
names=$(for kind in optimizers problems schedules; do
  "$program" list "$kind" --json | sed -n 's/.*"name": "\(.*\)",/\1/p'
done)
# shellcheck disable=SC2086
"$program" check $names
