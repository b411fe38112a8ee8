# shellcheck shell=bash
# The offline way's language host and plugins: small files where the CLI looks, that start this project's sources.

# shellcheck source=toolchain/setup/lib.sh
. "${BASH_SOURCE[0]%/*}/lib.sh"

# Marks a launcher, so that the official way knows what to replace.
launcher_mark="started from the sources of this project"

install_launchers() {
  local name version
  launcher "$bin/pulumi-language-nodejs" toolchain/language-host/main.ts
  cp "$root/toolchain/setup/dynamic-provider.sh" "$bin/.dynamic.$$"
  chmod 755 "$bin/.dynamic.$$"
  mv -f "$bin/.dynamic.$$" "$bin/pulumi-resource-pulumi-nodejs"
  remove_launchers
  while read -r name version; do
    launcher "$pulumi_home/plugins/resource-$name-v$version/pulumi-resource-$name" "toolchain/plugins/$name/main.ts"
  done < <(plugin_versions)
}

# Name and version of every plugin that the project brings itself: those with a folder in toolchain/plugins, in
# the version of the npm package, which the CLI demands.
plugin_versions() {
  # shellcheck disable=SC2016 # JavaScript's, not the shell's
  node -e '
    const dependencies = require(process.argv[1]).dependencies;
    for (const name of process.argv.slice(2)) {
      const version = dependencies[`@pulumi/${name}`];
      if (version === undefined) throw new Error(`package.json does not list @pulumi/${name}`);
      console.log(name, version);
    }
  ' "$root/package.json" docker random command
}

# Plugins of another version or of the other way would shadow the right ones.
remove_launchers() {
  local plugin
  for plugin in "$pulumi_home"/plugins/resource-*/pulumi-resource-*; do
    if [ -f "$plugin" ] && grep -qs "$launcher_mark" "$plugin"; then rm -rf "$(dirname "$plugin")"; fi
  done
}

# launcher FILE SOURCE: an executable that runs a TypeScript file of this checkout with the arguments it gets.
launcher() {
  local file=$1 source=$2 quoted
  quoted=$(printf '%s' "$root" | sed "s/'/'\\\\''/g")
  mkdir -p "$(dirname "$file")"
  {
    printf '#!/bin/sh\n# Written by make setup; %s.\n' "$launcher_mark"
    printf "root='%s'\n" "$quoted"
    cat "$root/toolchain/setup/launcher-body.sh"
    # shellcheck disable=SC2016 # expanded when the launcher runs
    printf 'exec node --require "$root/register.cjs" "$root/%s" "$@"\n' "$source"
  } >"$file.$$"
  chmod 755 "$file.$$"
  mv -f "$file.$$" "$file"
}
