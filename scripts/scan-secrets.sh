#!/usr/bin/env bash
# Looks for secrets in everything that was ever committed here. What is found is not shown.
# IMAGES: images of this machine's engine to look through instead, layer by layer; "all" for those of make images.
# Exit codes: 0; 1 when something was found: it is changed, where it is used, before it is taken out.
set -Eeuo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
toolchain/lint/install.sh gitleaks

scan() {
  .palier/lint/bin/gitleaks "$@" --config .gitleaks.toml --redact --no-banner --verbose
}

scan_images() {
  local folder
  folder=$(mktemp -d)
  # shellcheck disable=SC2064 # the folder of now
  trap "rm -rf '$folder'" EXIT
  node --require ./register.cjs images/save.ts "$folder" "$@"
  scan dir --max-archive-depth 3 "$folder"
}

main() {
  local images
  read -r -a images <<<"${IMAGES:-}"
  if ((${#images[@]} == 0)); then
    scan git .
  elif [[ "${images[*]}" == all ]]; then
    scan_images
  else
    scan_images "${images[@]}"
  fi
}

main
