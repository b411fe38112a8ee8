# shellcheck shell=bash
# What all commands of the tools container share; sent to it in front of them.
# Needs: RESTORE_POINTS (folder of the restore points), VOLUMES (JSON: name, folder, excludes).
# A line "failure: …" on standard error is for people; the answer is JSON on standard output.
# SERVING=1: the application goes on serving while the restore point is taken, and a copy of it will be
# held against digests that are recorded with it.
set -Eeuo pipefail
umask 077
# Sorting and matching must not depend on a language.
export LC_ALL=C
: "${RESTORE_POINTS:?}" "${VOLUMES:?}"
readonly SERVING=${SERVING:-0}

fail() {
  printf 'failure: %s\n' "$1" >&2
  exit 1
}

# Restore point that is being taken.
PARTIAL=''
# Folder for lists, which may be larger than the container's memory.
SCRATCH=''
# $1: "writer", of which there is one at a time, or "reader".
make_scratch() {
  if [[ $1 == writer ]]; then
    SCRATCH=$RESTORE_POINTS/.writing
    rm -rf -- "$SCRATCH"
    mkdir "$SCRATCH"
  else
    SCRATCH=$(mktemp --directory --tmpdir="$RESTORE_POINTS" .reading-XXXXXX)
  fi
}

free_bytes() {
  df --block-size=1 --output=avail "$RESTORE_POINTS" | tail -n 1 | tr -d ' '
}

# Tidies up. A full volume is named, because the tools only say that they could not write.
end_command() {
  local status=$?
  if ((status != 0 && $(free_bytes) < 1048576)); then
    printf 'failure: the volume of the restore points is full\n' >&2
  fi
  if [[ -n $SCRATCH ]]; then rm -rf -- "$SCRATCH"; fi
  if [[ -n $PARTIAL ]]; then rm -rf -- "$PARTIAL"; fi
  exit "$status"
}
trap end_command EXIT
# A command as it is written, without the values; its first line, because the others of a long statement
# would push what the tools said out of the evidence.
name_command() {
  printf 'failed: %s\n' "${1%%$'\n'*}" >&2
}
trap 'name_command "$BASH_COMMAND"' ERR

# Removes what an earlier run did not finish: taken in part, removed in part, lists. A reader may be at
# work beside this, but not for a day.
remove_unfinished() {
  find "$RESTORE_POINTS" -mindepth 1 -maxdepth 1 \( -name '*.partial' -o -name '*.removing' \
    -o -name .writing -o -name '.reading-*' -mmin +1440 \) -exec rm -rf -- '{}' +
}

# Refuses a restore point that is not there or not as it was written, before anything uses it.
check_restore_point() {
  local folder=$1
  [[ -d $folder ]] || fail "it does not exist"
  [[ -s $folder/manifest.json && -s $folder/manifest.sha256 ]] || fail "its manifest is missing"
  (cd "$folder" && sha256sum --check --status manifest.sha256) ||
    fail "its manifest was changed or damaged"
  local broken
  jq -r '.files[] | "\(.sha256) *\(.path)"' "$folder/manifest.json" | sort >/tmp/written
  jq -r '.files[].path' "$folder/manifest.json" | (cd "$folder" && checksums) >/tmp/read || true
  broken=$(comm -23 /tmp/written /tmp/read | head -n 1)
  [[ -z $broken ]] || fail "its file ${broken#*\*} was changed, damaged or lost"
}

# Reads paths and prints "sum *path", sorted. Measured, openssl takes less than half the time of sha256sum.
checksums() {
  xargs --no-run-if-empty --delimiter='\n' --max-args=8 --max-procs=2 openssl dgst -sha256 -r | sort
}

# What people are told of a restore point.
summary() {
  jq --compact-output '{
    id, createdAt, application, image: .release.image, version: .release.version, bytes,
    tables: (.database.tables // [] | length), rows: (.database.tables // [] | map(.rows) | add // 0),
    files: (.volumes | map(.files) | add // 0)
  }' "$1/manifest.json"
}
