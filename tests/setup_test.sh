#!/usr/bin/env bash
# scripts/setup on machines made to order: stand-ins for apt-get, dpkg-query, id and sudo.
# usage: setup_test.sh PROJECT
set -euo pipefail
project=$1
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
# A path with a space in it, and a project without a page.
mkdir -p "$place/the project/scripts" "$place/bin"
cp "$project/scripts/setup" "$place/the project/scripts/"
for program in bash env sed dirname mktemp tail rm true; do
  ln -s "$(type -P $program)" "$place/bin/"
done

stand_in() {  # stand_in NAME SCRIPT
  printf '#!%s\n%s\n' "$(type -P bash)" "$2" >"$place/bin/$1"
  chmod +x "$place/bin/$1"
}

machine() {  # machine WHAT…: debian, root, sudo, tools; `lacks` names one missing package
  rm -f "$place"/bin/{apt-get,dpkg-query,id,sudo,cmake,ninja,g++,node,npm}
  : >"$place/calls"
  local what
  stand_in id 'echo 1000'
  for what in "$@"; do
    case $what in
      debian)
        stand_in apt-get "echo \"apt-get \$*\" >>'$place/calls'; exit ${apt_status:-0}"
        stand_in dpkg-query "for package in \"\$@\"; do
          [ \"\$package\" = '${lacks-}' ] || echo \"ii  \$package\"; done" ;;
      root) stand_in id 'echo 0' ;;
      sudo) stand_in sudo '[ "$1" != -n ] || shift; exec "$@"' ;;
      tools) for tool in cmake ninja g++ node npm; do stand_in $tool true; done ;;
    esac
  done
}

setup() {  # setup EXPECTED_STATUS OPTION…: leaves what it printed in $output
  local expected=$1 status=0
  shift
  output=$(PATH=$place/bin "$place/the project/scripts/setup" "$@" 2>&1 </dev/null) || status=$?
  [ "$status" -eq "$expected" ] || fail "exit $status instead of $expected"
}

fail() { printf '%s: %s\n%s\n' "$case" "$1" "$output"; cat "$place/calls"; exit 1; }
says() { case $output in *"$1"*) ;; *) fail "does not say '$1'" ;; esac; }
calls() { grep -qE -e "$1" "$place/calls" || fail "apt-get was not called with '$1'"; }
leaves_alone() { [ ! -s "$place/calls" ] || fail "apt-get was called"; }

case='all there'; machine debian root tools
setup 0; says 'everything is there'; leaves_alone
setup 0 --all --peers; says 'everything is there'; leaves_alone

case='one package missing, as root'; lacks=libfmt-dev machine debian root tools
setup 0; says 'installing libfmt-dev'; calls 'update'; calls 'recommends .*install libfmt-dev$'

case='one package missing, with sudo'; lacks=libgtest-dev machine debian sudo tools
setup 0 --build; leaves_alone
setup 0; calls 'install libgtest-dev$'

case='Node from elsewhere'; lacks=nodejs machine debian root tools
setup 0; leaves_alone
rm "$place/bin/npm"
setup 0; calls 'install nodejs$'

case='neither root nor sudo'; lacks=libfmt-dev machine debian tools
setup 0; says 'apt-get install --no-install-recommends libfmt-dev'; says 'going on'; leaves_alone
case='neither root nor sudo nor compiler'; lacks=g++ machine debian
setup 1; says 'apt-get install --no-install-recommends g++'; says 'missing'; leaves_alone

case='apt-get fails'; lacks=libfmt-dev apt_status=100 machine debian root tools
setup 1; says 'could not install'

case='not Debian'; machine tools
setup 0; says 'everything is there'
machine
setup 1; says 'CMake 3.25'

case='unknown option'; machine debian root tools
setup 2 --fast; says "unknown option '--fast'"; says 'usage'
echo "setup does as it says"
