# shellcheck shell=bash
# Sourced by tools/containers/run.sh: the image, the compose file, and one journey against them.

composed=''
export COMPOSE_PROJECT_NAME=reserve-test RESERVE_IMAGE=reserve:test RESERVE_DEMO=true
for name in RESERVE_DB_PASSWORD RESERVE_OWNER_PASSWORD RESERVE_APP_PASSWORD RESERVE_BACKUP_PASSWORD; do
  export "$name=$(head -c 18 /dev/urandom | base64 | tr -d '+/=')"
done

build_image() {
  docker build --network host "${proxies[@]}" --build-arg NODE_IMAGE --build-arg SDK_IMAGE --build-arg RUNTIME_IMAGE \
    -t "$RESERVE_IMAGE" -f "$top/docker/Dockerfile" "$top" >"$scratch/image.log" 2>&1 || { tail -n 30 "$scratch/image.log" >&2; return 1; }
  docker image inspect --format '{{.Size}}' "$RESERVE_IMAGE" | awk '{ printf "image: %d MB\n", $1 / 1000000 }'
}

free_port() {
  local port=$((20000 + RANDOM % 10000))
  while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
  echo "$port"
}

compose_up() {
  RESERVE_PORT=$(free_port)
  export RESERVE_PORT
  composed=1 site=http://127.0.0.1:$RESERVE_PORT
  "${compose[@]}" config >/dev/null || return 1
  if "${compose[@]}" up -d --no-build >"$scratch/up.log" 2>&1 && answers 180 "$site/health/ready"; then return 0; fi
  { cat "$scratch/up.log"; "${compose[@]}" logs --tail 40; } >&2
  return 1
}

# What was made for this run only: containers, network and volumes.
leave_composed() {
  [ -n "$composed" ] || return 0
  "${compose[@]}" down --volumes --timeout 5 >/dev/null 2>&1 || true
  composed=''
}

# page PATH: the text of a page, as the person who has signed in.
page() { curl --silent --fail --location --max-time 60 --cookie "$jar" --cookie-jar "$jar" "$site$1"; }

# post PATH FIELD=VALUE…: opens the page and sends its form; prints the page that follows, and the address it has as the last line.
post() {
  local path=$1 token field data=()
  shift
  token=$(page "$path" | sed -nE 's/.*name="__RequestVerificationToken" type="hidden" value="([^"]+)".*/\1/p' | head -n 1)
  [ -n "$token" ] || { say "На странице $path нет формы."; return 1; }
  for field in "$@" "__RequestVerificationToken=$token"; do data+=(--data-urlencode "$field"); done
  curl --silent --location --max-time 60 --cookie "$jar" --cookie-jar "$jar" --write-out '\n%{url_effective}' "${data[@]}" "$site$path"
}

sign_in() { # sign_in USER: as somebody else than before
  jar=$(mktemp -p "$scratch")
  post /sign-in "UserName=$1" Password=Reserve-2026 | grep -q 'action="/sign-out"' || { say "Вход ($1) не удался."; return 1; }
}

says() { # says WHAT TEXT: whether the standard input holds the text
  local text
  text=$(cat)
  case $text in *"$2"*) ;; *) say "$1: нет «$2»."; return 1 ;; esac
}

journey() {
  local path card task
  sign_in kadry || return 1
  for path in / /tasks /candidates /monitoring /appointments /notifications; do
    page "$path" | says "Страница $path" '</html>' || return 1
  done

  # A command: a candidate is entered, and the cycle of the reserve starts with its first task.
  card=$(post /candidates/new Input.Territory=RU.74 Input.LastName=Проверкина Input.FirstName=Анна Input.BirthDate=1984-05-06 \
    "Input.Snils=112-233-445 95" "Input.Workplace=Школа 1" Input.Position=Завуч Input.ConsentGivenOn=2026-01-15) || return 1
  echo "$card" | tail -n 1 | grep -qE '/candidates/[0-9a-f-]{36}$' || { say "Кандидат не внесён."; return 1; }
  says "Карточка" Проверкина <<<"$card" || return 1

  # Another: that task is completed.
  task=$(page /tasks | sed -nE 's,.*href="(/tasks/[^"]+)">[^<]*Проверкина.*,\1,p' | head -n 1)
  [ -n "$task" ] || { say "Задачи о кандидате нет."; return 1; }
  post "$task" f.questionnaire=true f.consent=true f.education=true f.submission=true | says "Задача" "Задача выполнена." || return 1

  # A letter: put into the inbox, it becomes a case, and the ministry is answered.
  "${compose[@]}" exec -T application sh -c 'cd /data/mail/inbox && cat > request.part && mv request.part request.eml' \
    <"$top/demo/request.eml" || return 1
  local until=$((SECONDS + 60))
  until "${compose[@]}" exec -T application sh -c 'ls /data/mail/sent' 2>/dev/null | grep -q .; do
    [ $SECONDS -lt $until ] || { say "На письмо не ответили."; "${compose[@]}" logs --tail 20 application >&2; return 1; }
    sleep 1
  done
}
