# shellcheck shell=bash
# A restore by hand, into the empty database that DATABASE names.
# Needs: SOURCE (folder that backup.sh has made).
: "${SOURCE:?}"

pg_restore --dbname="$DATABASE" --no-owner --exit-on-error --jobs=2 "$SOURCE/database"
