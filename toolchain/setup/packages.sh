# shellcheck shell=bash
# The npm packages of the checkout, exactly as package-lock.json fixes them.

# shellcheck source=toolchain/setup/lib.sh
. "${BASH_SOURCE[0]%/*}/lib.sh"

install_packages() {
  local key
  key=$(cat "$root/package.json" "$root/package-lock.json" "$root/.npmrc" | hash_of_input)
  if [ -d "$root/node_modules" ] && [ "$(read_stamp packages)" = "$key" ]; then return; fi
  if packages_match; then
    write_stamp packages "$key"
    return
  fi
  need_space "$root" 1500 "the npm packages"
  local count started=$SECONDS
  count=$(grep -c '"node_modules/' "$root/package-lock.json")
  say "installing $count npm packages"
  run_npm_ci
  write_stamp packages "$key"
  say "npm packages installed in $((SECONDS - started)) s"
}

# npm keeps a copy of the lock file of what it installed; equal packages in it need no second install.
packages_match() {
  [ -f "$root/node_modules/.package-lock.json" ] || return 1
  node -e '
    const read = (file) => JSON.parse(require("fs").readFileSync(file, "utf8")).packages;
    const [wanted, installed] = process.argv.slice(1).map(read);
    const same = Object.entries(wanted).every(([name, { integrity, optional }]) =>
      name === "" || installed[name]?.integrity === integrity || (optional && !installed[name]));
    process.exit(same ? 0 : 1);
  ' "$root/package-lock.json" "$root/node_modules/.package-lock.json"
}

run_npm_ci() {
  local log=$root/.palier/npm.log
  (cd "$root" && npm ci --ignore-scripts --no-audit --no-fund) >"$log" 2>&1 && return
  if grep -q ENOSPC "$log"; then fail "no space left on the disk while installing npm packages; free some and run make setup again"; fi
  tail -n 20 "$log" >&2
  fail "npm ci failed, the lines above say why; all of its output is in .palier/npm.log"
}
