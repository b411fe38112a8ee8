# shellcheck shell=bash
# The official way: the official CLI with its language host, and the official plugins.

# shellcheck source=toolchain/setup/lib.sh
. "${BASH_SOURCE[0]%/*}/lib.sh"
# shellcheck source=toolchain/setup/way.sh
. "${BASH_SOURCE[0]%/*}/way.sh"
# shellcheck source=toolchain/setup/launchers.sh
. "${BASH_SOURCE[0]%/*}/launchers.sh"

install_official() {
  if [ -n "$installed_official" ]; then copy_installed; else download_release; fi
  install_official_plugins
}

copy_installed() {
  local draft=$pulumi_home/.official.$$
  need_space "$pulumi_home" 600 "a copy of Pulumi"
  rm -rf "$pulumi_home"/.official.*
  mkdir -p "$draft"
  cp -L "$installed_official"/pulumi "$installed_official"/pulumi-* "$draft/"
  put_in_place "$draft"
}

download_release() {
  local archive draft=$pulumi_home/.official.$$
  archive=$(release_archive) || fail "there is no official Pulumi for $(uname -s) on $(uname -m); use PALIER_TOOLCHAIN=offline"
  need_space "$pulumi_home" 1500 "the official Pulumi"
  rm -rf "$pulumi_home"/.official.*
  mkdir -p "$draft"
  say "downloading $archive"
  download "$official_location/$archive" "$draft/$archive" ||
    fail "the download of $official_location/$archive failed; try again, or build it here with PALIER_TOOLCHAIN=offline"
  tar -xzf "$draft/$archive" -C "$draft" || fail "$archive is damaged; run make setup again"
  put_in_place "$draft/pulumi"
  rm -rf "$draft"
}

download() {
  if have curl; then
    curl --silent --show-error --fail --location --connect-timeout 10 --retry 2 --output "$2" "$1"
  elif have wget; then
    wget --quiet --tries=3 --timeout=30 --output-document="$2" "$1"
  else
    fail "neither curl nor wget is here to download Pulumi: install one (Debian/Ubuntu package curl)"
  fi
}

put_in_place() {
  local found
  found=$("$1/pulumi" version 2>/dev/null || true)
  [ "$found" = "v$cli_version" ] || fail "expected Pulumi v$cli_version but the official file answers \"$found\""
  remove_launchers
  rm -rf "$bin"
  mv "$1" "$bin"
  rm -f "$stamps/cli"
}

install_official_plugins() {
  local name version
  while read -r name version; do
    [ -d "$pulumi_home/plugins/resource-$name-v$version" ] && continue
    say "installing the official plugin $name $version"
    PULUMI_HOME=$pulumi_home PULUMI_SKIP_UPDATE_CHECK=true \
      "$bin/pulumi" plugin install resource "$name" "v$version" </dev/null >"$root/.palier/plugin.log" 2>&1 || {
      tail -n 5 "$root/.palier/plugin.log" >&2
      fail "the official plugin $name $version could not be installed; the lines above say why, PALIER_TOOLCHAIN=offline does without it"
    }
  done < <(plugin_versions)
}
