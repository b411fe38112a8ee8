#!/usr/bin/env bash
# What a careful person would write by hand to start the benchmark's stack: the same images, containers, limits,
# networks, volumes, health checks and tasks, in an order that starts together what can start together.
# IMAGE_POSTGRES, IMAGE_REDIS, IMAGE_NGINX, IMAGE_APPLICATION: the images, by ID.
# FILES: folder with ready files of the volumes (<volume>.tar) and the environments (<container>.env).
# WEB_ALIAS: name under which the proxy's configuration looks for the web containers.
# Exit codes: 0 when every container is healthy; 1 when one does not become so; or that of docker.
# shellcheck disable=SC2046 # mount, limits and health print several words, none of which holds a space
set -Eeuo pipefail
: "${IMAGE_POSTGRES:?}" "${IMAGE_REDIS:?}" "${IMAGE_NGINX:?}" "${IMAGE_APPLICATION:?}" "${FILES:?}" "${WEB_ALIAS:?}"

readonly name=palier-bench-script
readonly own=--label=palier.bench=script
readonly volumes=(
  database-data database-configuration database-init database-secrets cache-data cache-configuration
  secrets media static proxy-configuration
)
readonly common=(
  --cap-drop ALL --security-opt no-new-privileges --read-only --init --restart always
  --log-driver json-file --log-opt max-size=10m --log-opt max-file=3
)

# A volume takes the files of its archive through a container that never starts.
fill() {
  local helper
  docker volume create "$own" "$name-$1" >/dev/null
  [[ -e "$FILES/$1.tar" ]] || return 0
  helper=$(docker create "$own" --mount "type=volume,source=$name-$1,target=/volume" "$IMAGE_POSTGRES" true)
  docker cp - "$helper:/volume" <"$FILES/$1.tar"
  docker rm "$helper" >/dev/null
}

mount() {
  printf -- '--mount type=volume,source=%s-%s,target=%s%s ' "$name" "$1" "$2" "${3:+,readonly}"
}

limits() {
  printf -- '--memory %sm --memory-swap %sm --cpus %s --cpu-shares %s ' "$1" "$1" "$2" "$3"
}

health() {
  printf -- '--health-interval %s --health-timeout %s --health-retries %s --health-start-period %s ' "$@"
}

wait_healthy() {
  local container deadline=$((SECONDS + 120))
  for container in "$@"; do
    until [[ "$(docker inspect --format '{{.State.Health.Status}}' "$name-$container")" == healthy ]]; do
      ((SECONDS < deadline)) || {
        echo "docker-run.sh: $name-$container does not become healthy" >&2
        exit 1
      }
      sleep 0.1
    done
  done
}

start_services() {
  docker run --detach "$own" --name "$name-database" "${common[@]}" --user 999:999 \
    --network "$name-backend" --network-alias bench-database --env-file "$FILES/database.env" \
    $(limits 512 1.0 1024) $(health 2s 4s 5 1m) \
    --health-cmd 'pg_isready -q -h 127.0.0.1 -p 5432 -U postgres -d postgres' \
    $(mount database-data /var/lib/postgresql/data) $(mount database-configuration /etc/palier/database ro) \
    $(mount database-init /docker-entrypoint-initdb.d ro) $(mount database-secrets /run/secrets ro) \
    --tmpfs /dev/shm:size=128m,mode=1777 --tmpfs /tmp:size=64m,mode=1777 \
    --tmpfs /var/run/postgresql:size=1m,mode=1777 \
    "$IMAGE_POSTGRES" postgres -c config_file=/etc/palier/database/postgresql.conf \
    -c hba_file=/etc/palier/database/pg_hba.conf >/dev/null
  docker run --detach "$own" --name "$name-cache" "${common[@]}" --user 999:999 \
    --network "$name-backend" --network-alias bench-cache --env-file "$FILES/cache.env" \
    $(limits 128 0.5 512) $(health 2s 4s 5 30s) \
    --health-cmd 'redis-cli -e -h 127.0.0.1 -p 6379 --no-auth-warning --user probe --pass none ping' \
    $(mount cache-data /data) $(mount cache-configuration /etc/palier/cache ro) \
    "$IMAGE_REDIS" redis-server /etc/palier/cache/redis.conf >/dev/null
  wait_healthy database cache
}

run_task() {
  docker run --rm "$own" --cap-drop ALL --security-opt no-new-privileges --read-only --init --user 1000:1000 \
    --network "$name-backend" --env-file "$FILES/web-1.env" --memory 512m --memory-swap 512m --cpu-shares 1024 \
    $(mount media /app/media) $(mount static /app/static) $(mount secrets /run/secrets ro) \
    --tmpfs /tmp:size=128m,mode=1777 "$IMAGE_APPLICATION" python3 manage.py "$@" >/dev/null
}

# start_process NAME "LIMITS" "HEALTH" MEDIA-READ-ONLY|"" NETWORKS... -- COMMAND...
start_process() {
  local container=$1 media=$4 network
  local -a flags networks=()
  read -ra flags <<<"$2 $3"
  shift 4
  while [[ "$1" != -- ]]; do
    networks+=("$1")
    shift
  done
  shift
  docker create "$own" --name "$name-$container" "${common[@]}" --user 1000:1000 \
    --network "$name-${networks[0]}" --network-alias "$(alias_of "$container")" --env-file "$FILES/$container.env" \
    "${flags[@]}" --health-cmd "python3 /app/healthcheck.py ${container%%-*}" \
    $(mount media /app/media "$media") $(mount static /app/static ro) $(mount secrets /run/secrets ro) \
    --tmpfs /tmp:size=128m,mode=1777 "$IMAGE_APPLICATION" "$@" >/dev/null
  for network in "${networks[@]:1}"; do
    docker network connect --alias "$(alias_of "$container")" "$name-$network" "$name-$container"
  done
  docker start "$name-$container" >/dev/null
}

alias_of() {
  case $1 in
    web-*) printf '%s' "$WEB_ALIAS" ;;
    *) printf 'bench-%s' "$1" ;;
  esac
}

start_web() {
  local number
  for number in 1 2; do
    start_process "web-$number" "$(limits 512 1.0 1024)" "$(health 5s 4s 3 30s)" "" backend edge -- \
      gunicorn -c /app/gunicorn.conf.py core.wsgi:application
  done
  wait_healthy web-1 web-2
}

start_proxy() {
  docker run --detach "$own" --name "$name-proxy" "${common[@]}" --user 101:101 \
    --network "$name-edge" --network-alias proxy --env-file "$FILES/proxy.env" \
    --publish 127.0.0.1:18080:8080 --publish 127.0.0.1:18443:8443 --stop-signal SIGQUIT \
    $(limits 256 0.5 512) $(health 2s 4s 3 10s) \
    --health-cmd 'curl --fail --silent --output /dev/null --max-time 3 http://127.0.0.1:8081/health' \
    $(mount proxy-configuration /etc/palier/nginx ro) $(mount proxy-configuration /etc/palier/tls ro) \
    $(mount media /srv/bench/media ro) $(mount static /srv/bench/static ro) \
    --tmpfs /tmp:size=132m,mode=1777 \
    "$IMAGE_NGINX" nginx -c /etc/palier/nginx/nginx.conf -g 'daemon off;' >/dev/null
}

start_workers() {
  start_process beat "$(limits 256 0.5 512)" "$(health 10s 9s 3 30s)" ro backend -- \
    celery -A core beat -l info --schedule /tmp/celerybeat-schedule --pidfile=
  start_process worker-1 "$(limits 512 1.0 1024)" "$(health 10s 9s 3 30s)" "" backend edge -- \
    celery -A core worker -l info --concurrency 2
}

main() {
  local volume
  docker network create "$own" "$name-edge" >/dev/null
  docker network create "$own" --internal "$name-backend" >/dev/null
  for volume in "${volumes[@]}"; do fill "$volume"; done
  start_services
  run_task migrate --noinput
  run_task collectstatic --noinput
  run_task ensure_admin
  start_web
  start_proxy
  start_workers
  wait_healthy proxy beat worker-1
}

main "$@"
