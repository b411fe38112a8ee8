# shellcheck shell=bash
# Migrations by hand, in the application's image, on the database DATABASE instead of the one in service.
# Needs: DATABASE_URL_FILE (address of the one in service).
set -Eeuo pipefail
: "${DATABASE:?}" "${DATABASE_URL_FILE:?}"

sed "s,/[^/]*\$,/$DATABASE," "$DATABASE_URL_FILE" >/tmp/database-url
export DATABASE_URL_FILE=/tmp/database-url
exec python3 manage.py migrate --noinput
