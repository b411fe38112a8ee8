# shellcheck shell=bash
# A backup by hand: dump and archive beside each other, with the options that a restore point is taken with.
# Needs: TARGET (folder to make), FILES (folder to save).
: "${TARGET:?}" "${FILES:?}"

rm -rf -- "$TARGET"
mkdir -p -- "$TARGET"
tar --create --file="$TARGET/files.tar" --directory="$FILES" --format=posix --numeric-owner . &
pg_dump --format=directory --jobs=2 --compress=1 --file="$TARGET/database"
wait $!
