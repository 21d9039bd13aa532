# shellcheck shell=bash
# Sourced by tools/containers/run.sh: a Docker engine to work with.
# Expects $place, a folder for what is kept between runs, and $scratch, one that goes at the end.

engine_pid=''

engine_answers() { have docker && timeout 5 docker version >/dev/null 2>&1; }

# The engine that answers; else one of our own from Debian's packages, on a socket of its own.
need_engine() {
  if engine_answers; then
    say "Docker отвечает: беру его."
    return 0
  fi
  [ "$(id -u)" = 0 ] || die "Docker не отвечает, а запустить его может только root."
  have dockerd || apt_install "Docker" docker.io || die "Без Docker эти проверки не пройти."
  export DOCKER_HOST=unix://$scratch/docker.sock
  start_engine && return 0
  # A kernel without address translation: containers then reach each other and this machine, and builds use its network.
  start_engine --iptables=false --ip6tables=false --ip-masq=false && return 0
  tail -n 20 "$scratch/dockerd.log" >&2
  die "Docker не запускается."
}

start_engine() {
  say "Запускаю Docker (данные: artifacts/containers/engine)…"
  mkdir -p "$place/engine"
  setsid dockerd "$@" --data-root "$place/engine" --exec-root "$scratch/exec" --pidfile "$scratch/dockerd.pid" --host "$DOCKER_HOST" \
    >>"$scratch/dockerd.log" 2>&1 </dev/null &
  engine_pid=$!
  local i
  for ((i = 0; i < 150; i++)); do
    if engine_answers; then return 0; fi
    kill -0 "$engine_pid" 2>/dev/null || break
    sleep 0.2
  done
  stop_engine
  return 1
}

# Only the engine that was started here.
stop_engine() {
  [ -n "$engine_pid" ] || return 0
  kill "$engine_pid" 2>/dev/null || true
  wait "$engine_pid" 2>/dev/null || true
  umount "$scratch"/exec/netns/* 2>/dev/null || true
  engine_pid=''
}

# docker compose (2) or docker-compose (1.29), whichever there is.
need_compose() {
  if docker compose version >/dev/null 2>&1; then
    compose=(docker compose)
  else
    have docker-compose || apt_install "docker-compose" docker-compose || return 1
    compose=(docker-compose)
  fi
  compose+=(-f "$top/docker/compose.yaml")
}
