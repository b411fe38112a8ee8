# shellcheck shell=sh disable=SC2154 # "root" is set by the line that the setup writes above
if [ ! -e "$root/node_modules/@pulumi/pulumi/package.json" ] || [ ! -e "$root/node_modules/esbuild/package.json" ]; then
  echo "node_modules is missing in $root: run \"make setup\" (or \"npm ci\") there first" >&2
  exit 1
fi
