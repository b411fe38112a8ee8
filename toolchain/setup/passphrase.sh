# shellcheck shell=bash
# The key of the local stack's secrets: made once from the kernel's random source, readable by its owner alone, kept.

# shellcheck source=toolchain/setup/lib.sh
. "${BASH_SOURCE[0]%/*}/lib.sh"

make_passphrase() {
  local file=$root/.palier/passphrase
  [ -s "$file" ] && return
  if [ -n "$(find "$root/.palier/state/.pulumi/stacks" -name '*.json' 2>/dev/null | head -n 1)" ]; then
    fail ".palier/passphrase is missing, and the local stacks in .palier/state can be read with it only: put it back, or give both up with rm -r .palier/state"
  fi
  mkdir -p "$root/.palier"
  (
    umask 077
    head -c 32 /dev/urandom | base64 | tr -d '\n' >"$file.$$"
  )
  mv -f "$file.$$" "$file"
}
