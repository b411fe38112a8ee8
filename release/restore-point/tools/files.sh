# shellcheck shell=bash
# Volumes with files: lists, archives, and putting them back.

volume_names() {
  jq -r '.[].name' <<<"$VOLUMES"
}

volume_folder() {
  jq -r --arg name "$1" '.[] | select(.name == $name) | .folder' <<<"$VOLUMES"
}

# Runs find over what a restore point holds of a volume; arguments say what to do with an entry.
# Sockets and devices hold no data.
find_entries() {
  local name=$1 exclude prune=()
  shift
  while IFS= read -r exclude; do
    # The characters that find gives a meaning to.
    # shellcheck disable=SC2001
    exclude=$(sed 's/[][*?\\]/\\&/g' <<<"$exclude")
    prune+=(-path "./$exclude" -prune -o)
  done < <(jq -r --arg name "$name" '.[] | select(.name == $name) | .excludes[]' <<<"$VOLUMES")
  (cd "$(volume_folder "$name")" && find . "${prune[@]}" -type f,d,l,p \( "$@" \))
}

# One record per entry, ended by NUL: kind and path, then "//" (which is in no path), time of the last
# change of any kind and inode, then "//" and what makes the entry. A folder's size says nothing.
list_entries() {
  find_entries "$1" \
    \( -type d -printf '%y%P//%C@ %i//%m %U %G 0 %T@ \0' \) -o \
    -printf '%y%P//%C@ %i//%m %U %G %s %T@ %l\0' |
    sort --zero-terminated --buffer-size=64M --temporary-directory="$SCRATCH"
}

# These read records. Of grep, a line break in a name would make two lines.
folders() {
  sed --null-data --quiet '/^d/p'
}

others() {
  sed --null-data '/^d/d'
}

# What an entry has in common with its copy.
without_place() {
  sed --null-data 's,//[^/]*//,//,'
}

# Paths from the volume's root on.
paths() {
  sed --null-data 's,//.*,,; s,^.,./,'
}

# Reads records and prints the size of each file among them, one per line.
sizes_of_files() {
  sed --null-data --quiet '/^f/ s,^.*//[0-7]* [0-9]* [0-9]* \([0-9]*\) [0-9.-]* $,\1,p' | tr '\0' '\n'
}

# Reads records and prints the bytes of the files among them.
bytes_of_files() {
  sizes_of_files | awk '{ bytes += $1 } END { printf "%.0f\n", bytes }'
}

# Writes <name>.tar with everything, <name>.folders.tar with the folders alone, and <name>.list. Something
# small that is still being written, a cached thumbnail or the end of an upload, has a moment to end;
# users who go on working need several.
save_volume() {
  local name=$1 target=$2 attempt attempts=3
  if ((SERVING)); then attempts=15; fi
  for ((attempt = 1; attempt <= attempts; attempt++)); do
    if ((attempt > 1)); then sleep 1; fi
    if save_volume_once "$name" "$target"; then return; fi
    # Trying again would not make room.
    if (($(free_bytes) < 1048576)); then break; fi
  done
  fail "files of the volume $name could not be saved: something still writes to it, or see the last lines"
}

# Fails when something changed meanwhile. Called where a failure does not end the shell by itself.
save_volume_once() {
  local name=$1 target=$2 folder
  folder=$(volume_folder "$name")
  list_entries "$name" >"$target/$name.list" || return
  paths <"$target/$name.list" | archive "$folder" "$target/$name.tar" || return
  folders <"$target/$name.list" | paths | archive "$folder" "$target/$name.folders.tar" || return
  # Between two lists that are the same, so that it is the digest of what the archive should hold.
  if ((SERVING)); then digest_volume "$name" >"$SCRATCH/$name.digest" || return; fi
  list_entries "$name" | cmp --silent - "$target/$name.list"
}

# Reads paths. Times of access and change say nothing about an entry that is put back.
archive() {
  tar --create --file="$2" --directory="$1" --format=posix --pax-option=delete=atime,delete=ctime \
    --numeric-owner --hard-dereference --null --verbatim-files-from --no-recursion --files-from=-
}

# Counts again what was written.
check_volume() {
  local name=$1 target=$2 listed archived
  listed=$(tr --delete --complement '\0' <"$target/$name.list" | wc --bytes)
  # Line breaks in names are written as \n.
  archived=$(tar --list --quoting-style=escape --file="$target/$name.tar" | wc --lines)
  ((listed == archived)) ||
    fail "the archive of the volume $name holds $archived entries, not the $listed that were listed"
}

# Prints name, number of files and bytes of every volume, one JSON object per line.
describe_volumes() {
  local name
  for name in $(volume_names); do
    find_entries "$name" -type f -printf '%s\n' | describe_volume "$name"
  done
}

# Reads the size of each file.
describe_volume() {
  awk '{ bytes += $1 } END { printf "%d %.0f\n", NR, bytes }' |
    jq --raw-input --compact-output --arg name "$1" \
      'split(" ") | map(tonumber) | {name: $name, files: .[0], bytes: .[1]}'
}

# Finds out how a volume differs from what was saved, and whether there is room for what is missing, before
# anything is removed. An entry whose inode, time of change and attributes are the saved ones was not
# touched since.
plan_volume() {
  local name=$1 source=$2 needed free
  list_entries "$name" >"$SCRATCH/now"
  comm --zero-terminated -13 "$source/$name.list" "$SCRATCH/now" >"$SCRATCH/$name.changed"
  needed=$(comm --zero-terminated -23 "$source/$name.list" "$SCRATCH/now" | bytes_of_files)
  free=$(df --block-size=1 --output=avail "$(volume_folder "$name")" | tail -n 1)
  free=$((free + $(bytes_of_files <"$SCRATCH/$name.changed")))
  ((needed <= free)) ||
    fail "the volume $name has no room for its files: $needed bytes are needed, $free are free"
}

# Takes a volume that was planned back to what was saved: what changed is removed, what is missing is
# extracted. Cut short anywhere, it does the rest when it is planned and called again.
put_volume_back() {
  local name=$1 source=$2 folder changed=$SCRATCH/$1.changed
  folder=$(volume_folder "$name")
  others <"$changed" | paths |
    (cd "$folder" && xargs --null --no-run-if-empty rm -f --)
  folders <"$changed" | paths | sed --null-data '/^\.\/$/d' | sort --zero-terminated --reverse |
    (cd "$folder" && xargs --null --no-run-if-empty rmdir --ignore-fail-on-non-empty --)
  extract "$folder" "$source/$name.tar" --skip-old-files
  # Once more for the folders: the first pass leaves owner, mode and time of existing ones alone.
  extract "$folder" "$source/$name.folders.tar"
  list_entries "$name" | without_place >"$SCRATCH/now"
  without_place <"$source/$name.list" | cmp --silent - "$SCRATCH/now" ||
    fail "files of the volume $name are not as they were saved: something still writes to it"
}

extract() {
  local folder=$1 file=$2
  shift 2
  tar --extract --file="$file" --directory="$folder" --preserve-permissions --same-owner \
    --numeric-owner --delay-directory-restore "$@" ||
    fail "files could not be put back"
}

# Whether a volume is as it was saved. Of a folder that is the same although something came and went in
# it, nobody would miss anything.
volume_is_unchanged() {
  local name=$1 source=$2
  list_entries "$name" | without_folder_times |
    cmp --silent - <(without_folder_times <"$source/$name.list")
}

# Leaves out what changes of a folder with its entries.
without_folder_times() {
  sed --null-data '/^d/ { s,//[^/]*//,//,; s, [0-9.-]* $,, }'
}

# Digest of the names, kinds, modes, owners and contents of a volume; times are left out.
digest_volume() {
  local name=$1
  {
    list_entries "$name" | without_place |
      sed --null-data 's,//\([0-7]* [0-9]* [0-9]* [0-9]*\) [0-9.-]* ,//\1 ,'
    find_entries "$name" -type f -print0 | sort --zero-terminated --temporary-directory="$SCRATCH" |
      (cd "$(volume_folder "$name")" && xargs --null --no-run-if-empty sha256sum --zero)
  } | sha256sum | cut --delimiter=' ' --fields=1
}
