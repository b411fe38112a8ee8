# shellcheck shell=bash
# Whether the setup has anything to do, so that running it again costs nothing.

# shellcheck source=toolchain/setup/lib.sh
. "${BASH_SOURCE[0]%/*}/lib.sh"
# shellcheck source=toolchain/setup/checks.sh
. "${BASH_SOURCE[0]%/*}/checks.sh"

# is_current [WAY]: nothing that the setup reads has changed since it last finished.
is_current() {
  local done_way
  done_way=$(read_stamp way)
  [ -n "$done_way" ] && { [ -z "$1" ] || [ "$1" = "$done_way" ]; } &&
    [ -x "$bin/pulumi" ] && [ -x "$bin/pulumi-language-nodejs" ] && [ -d "$pulumi_home/plugins" ] &&
    [ -d "$root/node_modules" ] && [ -s "$root/.palier/passphrase" ] &&
    [ "$(read_stamp setup)" = "$(setup_key)" ]
}

# The checkout's place is in the key because launchers hold absolute paths.
setup_key() {
  {
    printf '%s\n' "$root" "$node_version" "$go_version"
    cat "$root/package.json" "$root/package-lock.json" "$cli_source"/* "$root"/toolchain/setup/*.sh
  } | hash_of_input
}

# mark_current WAY: the setup has finished.
mark_current() {
  write_stamp way "$1"
  write_stamp setup "$(setup_key)"
}

describe_current() {
  printf 'Pulumi %s (%s way) in .palier/pulumi, Node %s' "$cli_version" "$(read_stamp way)" "$node_version"
}
