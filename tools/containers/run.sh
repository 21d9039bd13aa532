#!/usr/bin/env bash
# ./test containers: the application as it is installed. In turn, each of them one check:
#   - docker/Dockerfile builds, and docker/compose.yaml runs application and database, and a person does a piece of work in them;
#   - the database tests on a server in a container;
#   - on a Debian with nothing but the SDK ./run installs what it needs and serves, and ./test begins there;
#   - an ordinary user without PostgreSQL gets a server all the same.
# Images that cannot be pulled are stood in for (images.sh); Docker is started from Debian's package where none answers (engine.sh).
# What is kept for the next time lies in artifacts/containers. The last line sums up.
set -eu
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$top"
# shellcheck source=tools/build.sh
. "$top/tools/build.sh"
place=$top/artifacts/containers
mkdir -p "$place"
scratch=$(mktemp -d)
# shellcheck source=tools/containers/engine.sh
. "$top/tools/containers/engine.sh"
# shellcheck source=tools/containers/images.sh
. "$top/tools/containers/images.sh"
# shellcheck source=tools/containers/composed.sh
. "$top/tools/containers/composed.sh"
# shellcheck source=tools/containers/bare.sh
. "$top/tools/containers/bare.sh"

passed=0 failed=0 skipped=0

finish() {
  leave_composed
  leave_bare
  stop_engine
  rm -rf "$scratch"
}
trap finish EXIT

# check NAME COMMAND…: one check with its time; the command says itself what went wrong.
check() {
  local name=$1 since=$SECONDS
  shift
  if "$@"; then
    passed=$((passed + 1))
    echo "passed  $name ($((SECONDS - since)) s)"
  else
    failed=$((failed + 1))
    echo "FAILED  $name ($((SECONDS - since)) s)"
    return 1
  fi
}

answers() { # answers SECONDS URL: whether it answers 200 within that time
  local until=$((SECONDS + $1))
  until curl --silent --fail --max-time 5 --output /dev/null "$2"; do
    [ $SECONDS -lt $until ] || return 1
    sleep 0.5
  done
}

database_tests() {
  local tests=$top/tests/Reserve.Web.Tests log=$scratch/tests.log code=0 f='' p='' s=''
  need_postgres
  build_dotnet containers "$tests/Reserve.Web.Tests.csproj" "$top/src" "$tests"
  RESERVE_TEST_DATABASE=container dotnet test "$tests/bin/Release/net10.0/Reserve.Web.Tests.dll" --nologo </dev/null \
    --filter 'FullyQualifiedName~RowLevelSecurity|FullyQualifiedName~Migrat|FullyQualifiedName~PostgresCluster' >"$log" 2>&1 || code=$?
  grep -E 'database of the tests|Failed ' "$log" || true
  read -r f p s < <(sed -nE 's/^.*Failed: +([0-9]+), Passed: +([0-9]+), Skipped: +([0-9]+),.*$/\1 \2 \3/p' "$log" | tail -n 1) || true
  passed=$((passed + ${p:-0})) failed=$((failed + ${f:-0})) skipped=$((skipped + ${s:-0}))
  [ "$code" = 0 ] && [ "${p:-0}" -gt 0 ] || { tail -n 20 "$log" >&2; return 1; }
}

have curl || apt_install "curl" curl || die "Без curl эти проверки не пройти."
need_engine
need_compose || die "Без docker-compose эти проверки не пройти."
need_images || die "Образов нет: проверять не на чем."

if check "docker/Dockerfile builds" build_image && check "application and database of the compose file come up" compose_up; then
  check "a person works in them" journey || true
fi
leave_composed
check "the database tests run in a container" database_tests || true
if check "a bare Debian: ./run installs what it needs and serves" bare_run; then
  check "an ordinary user without PostgreSQL: ./run serves" user_run || true
  check "a bare Debian: ./test begins" bare_test || true
fi

line="$passed passed, $failed failed"
if [ "$skipped" != 0 ]; then line="$line, $skipped skipped"; fi
echo "$line"
[ "$failed" = 0 ]
