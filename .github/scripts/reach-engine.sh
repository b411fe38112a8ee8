#!/usr/bin/env bash
# Gives ssh the key and the host keys of the engine, for the user at hand.
# SSH_KEY: private key. SSH_KNOWN_HOSTS: lines as ssh-keyscan prints them, compared with the host's console before.
# Exit codes: 0; 1 when one is missing.
set -Eeuo pipefail

: "${SSH_KEY:?is missing: set it as a secret of the environment}"
: "${SSH_KNOWN_HOSTS:?is missing: set it as a secret of the environment}"

umask 077
mkdir -p "$HOME/.ssh"
printf '%s\n' "$SSH_KEY" >"$HOME/.ssh/id_ed25519"
printf '%s\n' "$SSH_KNOWN_HOSTS" >>"$HOME/.ssh/known_hosts"
