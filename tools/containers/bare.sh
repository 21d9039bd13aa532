# shellcheck shell=bash
# Sourced by tools/containers/run.sh: ./run and ./test where nothing is installed, as root and as an ordinary user.

bare='' user=''
folder=/srv/reserve

# Debian and the SDK, with the tree's files and nothing that was built from them.
start_bare() {
  make_root && make_machine && make_sdk || return 1
  bare=$(docker run -d --rm --init --network host --shm-size 512m "$standin/sdk" sleep infinity) || return 1
  git ls-files -z --cached --others --exclude-standard | xargs -0 ls -d 2>/dev/null | tar -c -T - |
    docker exec -i "$bare" sh -c "mkdir -p $folder && tar -x -C $folder"
}

# serves CONTAINER USER: ./run there answers within twenty minutes; then it is stopped.
serves() {
  local container=$1 user=$2 port since=$SECONDS
  port=$(free_port)
  docker exec -d --user "$user" "$container" bash -c "cd $folder && exec ./run --port $port >/tmp/run.log 2>&1"
  if ! answers 1200 "http://127.0.0.1:$port/health"; then
    docker exec "$container" tail -n 30 /tmp/run.log >&2
    return 1
  fi
  echo "serves after $((SECONDS - since)) s"
  docker exec "$container" bash -c 'for exe in /proc/[0-9]*; do
      if tr "\0" " " 2>/dev/null <"$exe/cmdline" | grep -q "reserve[.]dll serve"; then kill "${exe#/proc/}"; fi
    done; rm -f /tmp/run.log'
}

bare_run() { start_bare && serves "$bare" root; }

bare_test() {
  docker exec "$bare" bash -c "cd $folder && ./test all --filter FullyQualifiedName~PostgresClusterTests" >"$scratch/bare.log" 2>&1 ||
    { tail -n 40 "$scratch/bare.log" >&2; return 1; }
  tail -n 1 "$scratch/bare.log"
}

# Node is there, PostgreSQL and root's rights are not. The built tree of the bare machine is taken over.
user_run() {
  make_node "$standin/user" "$standin/sdk" || return 1
  user=$(docker run -d --rm --init --network host --shm-size 512m "$standin/user" sleep infinity) || return 1
  docker exec "$user" useradd --create-home person || return 1
  docker exec "$bare" tar -c -C "$folder" --exclude ./.data . |
    docker exec -i "$user" sh -c "mkdir -p $folder && tar -x -C $folder" || return 1
  docker exec "$user" chown -R person: "$folder" || return 1
  serves "$user" person || return 1
  docker exec "$user" grep -q 18 "$folder/.data/postgres/data/PG_VERSION"
}

leave_bare() {
  [ -z "$bare$user" ] || docker rm -f $bare $user >/dev/null 2>&1 || true
  bare='' user=''
}
