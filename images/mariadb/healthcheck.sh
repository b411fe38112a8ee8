#!/usr/bin/env bash
# Succeeds when the server answers every check named in the arguments, as the official image's
# script does: --connect (TCP works, so the first start is over), --innodb_initialized.
set -Eeuo pipefail

query() {
  mariadb --defaults-extra-file=/var/lib/mysql/.my-healthcheck.cnf --protocol=tcp --host=127.0.0.1 \
    --skip-ssl --skip-column-names --batch --execute "$1"
}

[[ $# -gt 0 ]] || set -- --connect
for check in "$@"; do
  case "$check" in
    --connect) query 'SELECT 1' >/dev/null ;;
    --innodb_initialized)
      [[ $(query "SELECT 1 FROM information_schema.ENGINES WHERE engine = 'innodb' AND support IN ('YES', 'DEFAULT')") == 1 ]]
      ;;
    *)
      printf 'healthcheck: unknown check %s; there are --connect and --innodb_initialized\n' "$check" >&2
      exit 64
      ;;
  esac
done
