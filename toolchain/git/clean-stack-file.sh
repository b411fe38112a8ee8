#!/usr/bin/env bash
# Git's clean filter for Pulumi.<stack>.yaml: what is on standard input goes to standard output without the
# encryption salt, which the CLI writes for the passphrase of one machine. A file that holds secrets keeps its
# salt, because nobody could read them without it.
# Exit codes: 0, or awk's.
set -Eeuo pipefail

awk '
  /^encryptionsalt: / { salt = $0; next }
  /^[[:space:]]+secure: / { secrets = 1 }
  { print }
  END { if (salt != "" && secrets) print salt }
'
