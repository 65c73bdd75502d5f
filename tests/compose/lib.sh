# shellcheck shell=bash
# What tests/compose/run.sh and tls.sh are made of. Sourced with ${root} and
# ${folder}, one for what is noted.
# shellcheck disable=SC2154

readonly PROJECT=broadsheet-try
readonly WAIT_SECONDS=180
# What lasts; the others end when their work is done.
readonly LASTING=(postgres storage ingest recommend trainer digest gateway)
compose_files=(--file "${root}/docker-compose.yml")

# compose ARGUMENT...: with whichever of the two is installed.
compose() {
  local program=(docker-compose)
  ! docker compose version >/dev/null 2>&1 || program=(docker compose)
  "${program[@]}" --project-name "${PROJECT}" \
    "${compose_files[@]}" "$@"
}

command_line() { compose exec -T gateway broadsheet "$@"; }

fail() {
  say "failed: $*"
  compose logs --no-color --tail 5 >&2
  exit 1
}

now() { date +%s.%N; }
since() { awk -v from="$1" -v to="$(now)" 'BEGIN { printf "%.1f", to - from }'; }
line() { printf '| %-46s | %s |\n' "$1" "$2"; }

# await WHAT COMMAND...
await() {
  local what=$1 end=$((SECONDS + WAIT_SECONDS))
  shift
  until "$@"; do
    ((SECONDS < end)) || fail "not within ${WAIT_SECONDS} s: ${what}"
    sleep 0.2
  done
}

# containers [SERVICE]: the names of those that there are.
containers() {
  docker ps --all --format '{{.Names}}' \
    --filter "label=com.docker.compose.project=${PROJECT}" \
    ${1:+--filter "label=com.docker.compose.service=$1"}
}

recommenders() { containers recommend | sort; }

health() { docker inspect --format '{{.State.Health.Status}}' "$1"; }

all_healthy() {
  local service name
  for service in "${LASTING[@]}"; do
    [[ -n $(containers "${service}") ]] || return 1
    for name in $(containers "${service}"); do
      [[ $(health "${name}") == healthy ]] || return 1
    done
  done
}

# Of nothing that lasts has the engine started a process a second time.
nothing_restarted() {
  local service name
  for service in "${LASTING[@]}"; do
    for name in $(containers "${service}"); do
      [[ $(docker inspect --format '{{.RestartCount}}' "${name}") == 0 ]] ||
        return 1
    done
  done
}

all_is_well() { [[ $(command_line status) == *'All is well.'* ]]; }

sample_loaded() {
  local name
  name=$(containers sample)
  [[ -n ${name} ]] && [[ $(docker inspect --format \
    '{{.State.Status}} {{.State.ExitCode}}' "${name}") == 'exited 0' ]]
}

page() {
  curl -fsS -m 10 --noproxy '*' "http://127.0.0.1:${BROADSHEET_PORT}$1"
}

# operator_page PATH: as the operator.
operator_page() {
  local token
  token=$(compose exec -T gateway cat /var/lib/broadsheet/operator/token)
  curl -fsS -m 10 --noproxy '*' -H "Authorization: Bearer ${token}" \
    "http://127.0.0.1:${BROADSHEET_PORT}$1"
}

# kept_mail ADDRESS: the page of a mail to it that digest keeps.
kept_mail() {
  operator_page /digest >"${folder}/digest" 2>/dev/null &&
    grep -F -A 3 -B 3 "$1" "${folder}/digest" |
    grep -o '/digest/kept/[^"]*' | head -n 1
}

has_mail() { [[ -n $(kept_mail "$1") ]]; }

# confirmed ADDRESS: subscribes, and presses the button of the mail that asks.
confirmed() {
  local link
  curl -fsS -m 10 --noproxy '*' -o /dev/null \
    -d "address=$1&kind=trending&zone=UTC" \
    "http://127.0.0.1:${BROADSHEET_PORT}/subscribe"
  await "a mail to $1" has_mail "$1"
  link=$(operator_page "$(kept_mail "$1")" |
    grep -o '/subscribe/confirm/[A-Za-z0-9_-]*' | head -n 1)
  [[ -n ${link} ]] || fail "the mail has no link"
  curl -fsS -m 10 --noproxy '*' -X POST -d '' \
    "http://127.0.0.1:${BROADSHEET_PORT}${link}" |
    grep 'is confirmed' >/dev/null
}

front_page_has_papers() { [[ $(page / 2>&1) == *'href="/papers/'[0-9]* ]]; }

image_mebibytes() {
  docker image inspect --format '{{.Size}}' "$1" | awk '{ printf "%d", $1 / 2^20 }'
}

# load FILE OPTION...: calls from outside; fails when one failed or was answered
# by a substitute.
load() {
  "${bench}" load "127.0.0.1:${BROADSHEET_GRPC_PORT}" "${@:2}" >"$1" 2>&1
}

# capacity FILE: calls a second.
capacity() { sed -nE 's/.*\(([0-9]+)\/s\).*/\1/p' "$1"; }

# address_of CONTAINER: in the network of the services.
address_of() {
  docker inspect --format \
    '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' "$1"
}

# calls CONTAINER: how many it has answered.
calls() {
  local address
  address=$(address_of "$1")
  [[ -n ${address} ]] || return 1
  curl -fs -m 5 --noproxy '*' "http://${address}:9093/metrics" |
    awk '/^broadsheet_rpc_total.*code="OK".*(Search|Trending|Similar)"/ { n += $2 }
      END { print n + 0 }'
}

# answered CONTAINER...: their counts in a row.
answered() {
  local name counts=()
  for name in "$@"; do counts+=("$(calls "${name}")"); done
  echo "${counts[*]}"
}

# last_start CONTAINER...: when the youngest of them began.
last_start() {
  docker inspect --format '{{.State.StartedAt}}' "$@" | sort | tail -n 1 |
    date --file=- +%s.%N
}

# difference BEFORE AFTER
difference() {
  paste -d ' ' <(tr ' ' '\n' <<<"$1") <(tr ' ' '\n' <<<"$2") |
    awk '{ printf "%s%d", (NR > 1 ? ", " : ""), $2 - $1 }'
}

# Has each of ${replicas} answered a call?
all_answer() {
  local name
  for name in "${replicas[@]}"; do
    (($(calls "${name}" || echo 0) > 0)) || return 1
  done
}

# The count of the catalogue stands in the status once, once more for the
# recommender that is furthest, and for each that the gateway knows.
recommenders_know_all() {
  local status count known
  status=$(command_line status --json | tr -d ' \n')
  count=$(sed -nE 's/.*"catalogue":\{"papers":"([0-9]+)".*/\1/p' <<<"${status}")
  known=$(grep -o '"address":' <<<"${status}" | wc -l)
  [[ -n ${count} ]] && ((known > 0)) &&
    (($(grep -o "\"papers\":\"${count}\"" <<<"${status}" | wc -l) == known + 2))
}

# memory WITH: a line for each service.
memory() {
  local service name
  for service in "${LASTING[@]}"; do
    name=$(containers "${service}" | sort | tail -n 1)
    line "memory of ${service} with the $1" \
      "$(docker stats --no-stream --format '{{.MemUsage}}' "${name}" |
        cut -d / -f 1)"
  done
}
