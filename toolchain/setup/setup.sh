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
  if [ "$way" = official ]; then install_official; else install_offline; fi
  mark_current "$way"
  say "ready: $(describe_current)"
  say "use it with:  . ./env.sh"
}

install_offline() {
  check_go
  install_cli
  install_launchers
}

main "$@"
