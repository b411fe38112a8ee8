#!/usr/bin/env bash
# Prepares this checkout: npm packages, a pinned Pulumi under .palier/pulumi, a passphrase for the local stack.
# Reads PALIER_TOOLCHAIN (official or offline; default: official where it can be had). Run again at will.
set -Eeuo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=toolchain/setup/lib.sh
. "$here/lib.sh"
# shellcheck source=toolchain/setup/checks.sh
. "$here/checks.sh"
# shellcheck source=toolchain/setup/current.sh
. "$here/current.sh"
# shellcheck source=toolchain/setup/packages.sh
. "$here/packages.sh"
# shellcheck source=toolchain/setup/passphrase.sh
. "$here/passphrase.sh"
# shellcheck source=toolchain/setup/way.sh
. "$here/way.sh"
# shellcheck source=toolchain/setup/official.sh
. "$here/official.sh"
# shellcheck source=toolchain/setup/cli.sh
. "$here/cli.sh"
# shellcheck source=toolchain/setup/launchers.sh
. "$here/launchers.sh"

main() {
  local wanted=${PALIER_TOOLCHAIN:-}
  check_way_name "$wanted"
  check_tools
  if is_current "$wanted"; then
    say "ready: $(describe_current)"
    return
  fi

  one_at_a_time
  install_packages
  make_passphrase
  choose_way "$wanted"
  report_way
  install_way "$wanted"
  mark_current "$way"
  say "ready: $(describe_current)"
  say "use it with:  . ./env.sh"
}

# An official CLI without its plugins is no use, so where nobody asked for the official way the other one follows.
install_way() {
  if [ "$way" = official ]; then
    (install_official) && return
    [ -z "$1" ] || exit 1
    take offline "the official one is not complete here"
    report_way
  fi
  install_offline
}

install_offline() {
  check_go
  install_cli
  install_launchers
}

main "$@"
