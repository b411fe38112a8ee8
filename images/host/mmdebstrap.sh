#!/usr/bin/env bash
# Makes sure that mmdebstrap is installed, with the keys that sign Debian's archives.
# Exit status 1: it is missing and cannot be installed, with one line that says what to do.
set -Eeuo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly here speaker=images
# shellcheck source=images/host/common.sh
source "$here/common.sh"

main() {
  if command -v mmdebstrap >/dev/null; then return; fi
  if ! is_root || ! is_debian_like; then
    fail "mmdebstrap is missing, which makes the base image; install it, or set PALIER_DEBIAN_IMAGE to a Debian bookworm image of your registry"
  fi
  say "installing the package mmdebstrap, which makes the base image"
  apt_install mmdebstrap debian-archive-keyring
}

main "$@"
