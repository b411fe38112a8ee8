# shellcheck shell=bash
# Takes the restore point RESTORE_POINT and prints its summary.
# Needs: APPLICATION, STACK, IMAGE, VERSION (what was in service).
: "${RESTORE_POINT:?}" "${APPLICATION:?}" "${STACK:?}" "${IMAGE:?}" "${VERSION:?}"

# Database and volumes are saved beside each other; the first failure ends both.
save_everything() {
  local target=$1 child children=()
  # A process group each, so that what they started ends with them.
  set -m
  save_database "$target" "$SCRATCH/facts.jsonl" &
  children+=($!)
  save_volumes "$target" &
  children+=($!)
  set +m
  if wait -n "${children[@]}" && wait "${children[0]}" && wait "${children[1]}"; then return; fi
  for child in "${children[@]}"; do kill -KILL -- "-$child" 2>/dev/null || true; done
  wait || true
  exit 1
}

save_volumes() {
  local name
  for name in $(volume_names); do
    save_volume "$name" "$1/volumes"
    sizes_of_files <"$1/volumes/$name.list" | describe_volume "$name" | add_digest "$name" >>"$SCRATCH/volumes.jsonl"
  done
}

add_digest() {
  if ((!SERVING)); then
    cat
    return
  fi
  jq --compact-output --arg digest "$(<"$SCRATCH/$1.digest")" '. + {digest: $digest}'
}

# Size and checksum of everything, as it is read again after it was written.
describe_files() {
  (
    cd "$1" || exit
    find database volumes -type f -printf '%p\t%s\n' | sort >"$SCRATCH/sizes"
    cut --fields=1 "$SCRATCH/sizes" | checksums | sort --key=2 |
      paste <(cut --fields=2 "$SCRATCH/sizes") - |
      jq --raw-input 'capture("^(?<bytes>[0-9]+)\t(?<sha256>[0-9a-f]{64}) [*](?<path>.+)$") | .bytes |= tonumber' |
      jq --slurp .
  )
}

write_manifest() {
  local target=$1 files database
  files=$(describe_files "$target")
  database=$(describe_database)
  collect_facts "$SCRATCH/facts.jsonl" >"$SCRATCH/facts.json"
  if ((SERVING)); then
    database=$(jq --arg schema "$(<"$SCRATCH/schema")" 'if . then . + {schema: $schema} else . end' <<<"$database")
  fi
  jq --null-input --arg id "$RESTORE_POINT" --arg application "$APPLICATION" --arg stack "$STACK" \
    --arg image "$IMAGE" --arg version "$VERSION" --slurpfile database <(printf '%s' "$database") \
    --slurpfile facts "$SCRATCH/facts.json" --slurpfile files <(printf '%s' "$files") \
    --slurpfile volumes "$SCRATCH/volumes.jsonl" '{
      format: 1, id: $id, createdAt: (now | todate), application: $application, stack: $stack,
      release: {image: $image, version: $version},
      database: (if $database[0] then $database[0] + $facts[0] else null end),
      volumes: $volumes, files: $files[0], bytes: ($files[0] | map(.bytes) | add // 0)
    }' >"$target/manifest.json"
  (cd "$target" && sha256sum manifest.json >manifest.sha256)
}

take() {
  local name final=$RESTORE_POINTS/$RESTORE_POINT
  [[ ! -e $final ]] || fail "it exists already"
  remove_unfinished
  make_scratch writer
  connect_database
  check_database
  PARTIAL=$final.partial
  mkdir "$PARTIAL" "$PARTIAL/database" "$PARTIAL/volumes"
  : >"$SCRATCH/volumes.jsonl"
  save_everything "$PARTIAL"
  check_dump "$PARTIAL"
  for name in $(volume_names); do check_volume "$name" "$PARTIAL/volumes"; done
  # What is read again for the checksums has to be on the disk before.
  find "$PARTIAL" -exec sync -- '{}' +
  write_manifest "$PARTIAL"
  find "$PARTIAL" -maxdepth 1 -exec sync -- '{}' +
  mv --no-target-directory "$PARTIAL" "$final"
  sync "$RESTORE_POINTS"
  summary "$final"
}

take
