#!/usr/bin/env bash
# Installs linters, pinned by version and hash, into .palier/lint/bin: `install.sh actionlint wheels gitleaks`.
# actionlint and gitleaks are built with Go; "wheels" are zizmor and hadolint, from Python wheels. Run again at will:
# nothing is done while the pins are the same.
# Exit codes: 0; 1 with a line that says what is missing.
set -Eeuo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=toolchain/setup/lib.sh
. "$here/../setup/lib.sh"
# shellcheck source=toolchain/setup/checks.sh
. "$here/../setup/checks.sh"

lint=$root/.palier/lint

main() {
  local tool
  for tool in "$@"; do
    is_installed "$tool" && continue
    one_at_a_time
    mkdir -p "$lint/bin"
    case $tool in
      actionlint) install_go_tool actionlint github.com/rhysd/actionlint/cmd/actionlint ;;
      gitleaks) install_go_tool gitleaks github.com/zricethezav/gitleaks/v8 ;;
      wheels) install_wheels ;;
      *) fail "there is no linter \"$tool\" to install" ;;
    esac
    write_stamp "lint-$tool" "$(key_of "$tool")"
  done
}

is_installed() {
  local program=$1
  [[ "$program" != wheels ]] || program=zizmor
  [[ -x "$lint/bin/$program" && "$(read_stamp "lint-$1")" == "$(key_of "$1")" ]]
}

# What a tool is made of; the checkout's place is in it because environments of Python hold absolute paths.
key_of() {
  {
    printf '%s\n' "$root"
    cat "$here/install.sh"
    if [[ "$1" == wheels ]]; then cat "$here/requirements.txt"; else cat "$here/$1"/*; fi
  } | hash_of_input
}

install_go_tool() {
  local needed found
  needed=$(sed -n 's/^go //p' "$here/$1/go.mod")
  found=$(go_version_or_nothing)
  { [[ -n "$found" ]] && at_least "$needed" "$found"; } ||
    fail "$1 is built with Go $needed or newer, and ${found:-none} is here: install it (go.dev/dl)"
  say "building $1"
  env CGO_ENABLED=0 GOTOOLCHAIN=local GOFLAGS=-mod=readonly go -C "$here/$1" build -trimpath -o "$lint/bin/$1" "$2" ||
    fail "$1 could not be built, the lines above say why"
}

install_wheels() {
  local python=$lint/python
  have python3 || fail "python3 is missing: install it with its module venv (Debian/Ubuntu packages python3, python3-venv)"
  rm -rf "$python"
  make_venv "$python" || fail "python3 has no module venv: install it (Debian/Ubuntu package python3-venv)"
  say "installing zizmor and hadolint"
  "$python/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --only-binary :all: \
    --requirement "$here/requirements.txt" ||
    fail "zizmor and hadolint could not be installed, the lines above say why"
  ln -sf "$python/bin/zizmor" "$python/bin/hadolint" "$lint/bin/"
}

# Debian ships it in a package of its own.
make_venv() {
  python3 -m venv "$1" >/dev/null 2>&1 && return
  { [[ $(id -u) == 0 ]] && have apt-get; } || return
  say "installing python3-venv"
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv; } >/dev/null
  python3 -m venv "$1"
}

main "$@"
