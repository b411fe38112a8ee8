# shellcheck shell=bash
# What must be on the machine. Nothing is installed here: every missing thing is one line that says how.

# shellcheck source=toolchain/setup/lib.sh
. "${BASH_SOURCE[0]%/*}/lib.sh"

# The range of package.json's "engines"; the versions the tests run on are named for people.
node_minimum=20.19.0
node_named="20.19 or newer (20, 22 and 24 are tested)"
node_version=
go_version=

check_tools() {
  local missing=0
  have git || missing_tool git "Debian/Ubuntu package git" || missing=1
  have make || missing_tool make "Debian/Ubuntu package make" || missing=1
  check_node || missing=1
  have npm || missing_tool npm "it comes with Node from nodejs.org; Debian/Ubuntu package npm" || missing=1
  [ "$missing" = 0 ] || exit 1
  # shellcheck disable=SC2034 # for cli.sh and current.sh
  go_version=$(go_version_or_nothing)
}

missing_tool() {
  printf 'setup: %s is missing: install it (%s) and run make setup again\n' "$1" "$2" >&2
  return 1
}

check_node() {
  if ! have node; then
    missing_tool node "Node $node_named, from nodejs.org or Debian/Ubuntu package nodejs"
    return 1
  fi
  node_version=$(node --version)
  node_version=${node_version#v}
  at_least "$node_minimum" "$node_version" && return
  printf 'setup: Node %s is too old: install Node %s, from nodejs.org\n' "$node_version" "$node_named" >&2
  return 1
}

go_version_or_nothing() {
  have go || return 0
  GOTOOLCHAIN=local go version 2>/dev/null | sed -n 's/^go version go\([0-9.]*\).*/\1/p'
}
