# shellcheck shell=bash
# The offline way's CLI: the real Pulumi, built from its Go modules as toolchain/cli pins them.

# shellcheck source=toolchain/setup/lib.sh
. "${BASH_SOURCE[0]%/*}/lib.sh"
# shellcheck source=toolchain/setup/checks.sh
. "${BASH_SOURCE[0]%/*}/checks.sh"

cli_package=github.com/pulumi/pulumi/pkg/v3/cmd/pulumi
cli_tags=osusergo,grpcnotrace
cli_ldflags="-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v$cli_version"
# One process without a shell around it, so that stopping it stops the compiler.
go_here=(env CGO_ENABLED=0 GOTOOLCHAIN=local "GOFLAGS=-mod=readonly -trimpath" go -C "$cli_source")
# Modules 1.4 GB, build cache 1.6 GB, measured with an empty cache.
build_megabytes=3500
# A line this often, in seconds: often enough to see that it lives, rare enough for a log of CI.
progress_seconds=10

install_cli() {
  cli_is_built && return
  rm -rf "$pulumi_home"/.build.*
  need_space "$pulumi_home" 300 "the Pulumi CLI"
  build_cli
  write_stamp cli "$(cli_key)"$'\n'"$go_version"
}

# The same sources and flags, and the same Go unless Go has gone since: then the binary is still good.
cli_is_built() {
  local stamp built_with
  [ -x "$bin/pulumi" ] || return 1
  stamp=$(read_stamp cli)
  built_with=${stamp#*$'\n'}
  [ "${stamp%%$'\n'*}" = "$(cli_key)" ] && { [ -z "$go_version" ] || [ "$built_with" = "$go_version" ]; }
}

cli_key() {
  {
    cat "$cli_source/go.mod" "$cli_source/go.sum" "$cli_source/tools.go"
    printf '%s\n' "$cli_package" "$cli_tags" "$cli_ldflags"
  } | hash_of_input
}

build_cli() {
  local draft=$pulumi_home/.build.$$ started=$SECONDS total
  mkdir -p "$draft"
  # Whatever ends the setup, a half binary never stays.
  trap 'rm -rf "$pulumi_home"/.build.$$' EXIT
  need_space "$(go env GOMODCACHE)" $((build_megabytes / 2)) "Pulumi's Go modules"
  say "fetching the Go modules of Pulumi $cli_version"
  watch_build "$draft" "modules fetched" "${go_here[@]}" list -deps -tags "$cli_tags" "$cli_package"
  total=$(wc -l <"$draft/out")
  need_space "$(go env GOCACHE)" $((build_megabytes / 2)) "Go's build cache"
  say "building the Pulumi CLI, $total packages; about 6 minutes on 2 cores the first time"
  watch_build "$draft" "of $total packages compiled" \
    "${go_here[@]}" build -v -tags "$cli_tags" -ldflags "$cli_ldflags" -o "$draft/pulumi" "$cli_package"
  mkdir -p "$bin"
  mv -f "$draft/pulumi" "$bin/pulumi"
  say "Pulumi CLI built in $((SECONDS - started)) s"
}

# watch_build FOLDER WHAT COMMAND...: runs the command, counts the lines of its progress now and then.
watch_build() {
  local folder=$1 what=$2 started=$SECONDS shown=$SECONDS pid
  shift 2
  "$@" >"$folder/out" 2>"$folder/progress" &
  pid=$!
  trap 'kill "$pid" 2>/dev/null; exit 130' INT TERM
  while kill -0 "$pid" 2>/dev/null; do
    if [ $((SECONDS - shown)) -ge "$progress_seconds" ]; then
      shown=$SECONDS
      say "  $(wc -l <"$folder/progress") $what, $((SECONDS - started)) s"
    fi
    sleep 0.3
  done
  wait "$pid" || build_failed "$folder/progress"
  trap - INT TERM
}

build_failed() {
  if grep -qi "no space left on device" "$1"; then
    fail "no space left on the disk while building the Pulumi CLI; about $build_megabytes MB are needed in $(go env GOCACHE) and $(go env GOMODCACHE)"
  fi
  grep -v "^go: downloading" "$1" | tail -n 10 >&2
  fail "the Pulumi CLI could not be built, the lines above say why; when it is the network, see that GOPROXY ($(go env GOPROXY)) answers"
}

# Only the offline way compiles, so only that way asks for Go, and only when there is something to compile.
check_go() {
  cli_is_built && return
  local needed
  needed=$(sed -n 's/^go //p' "$cli_source/go.mod")
  [ -n "$go_version" ] ||
    fail "go is missing, and the Pulumi CLI has to be built here: install Go $needed or newer (go.dev/dl, or Debian/Ubuntu package golang-go where it is that new) and run make setup again"
  at_least "$needed" "$go_version" ||
    fail "Go $go_version is too old to build the Pulumi CLI: install Go $needed or newer (go.dev/dl) and run make setup again"
}
