#!/usr/bin/env bash
# Measures three recommenders behind one gateway, in a newspaper of its own:
#   tests/bench/replicas.sh [PAPERS]
# How calls spread; what a death, a return and a drain under load cost; whether
# positions are kept; how soon an event shows; pages without recommenders.
# Arguments and variables as for tests/bench/run.sh. Ends with 1 when something
# that must not happen did.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

papers=${1:-${root}/../shared/data/arxiv/papers.jsonl.gz}
port=${BROADSHEET_BENCH_PORT:-28200}
recommenders=("127.0.0.1:$((port + 13))" "127.0.0.1:$((port + 113))"
  "127.0.0.1:$((port + 213))")
source "${root}/tests/bench/lib.sh"
readonly RETURN_SECONDS=60
problems=0

# check WHAT COMMAND...: notes a failure and goes on.
check() {
  printf '\n%s\n' "$1"
  shift
  "$@" || problems=$((problems + 1))
}

# process NAME: the pid of a service, or of its keeper (NAME.keeper).
process() {
  local file="${data}/run/$1"
  [[ $1 == *.keeper ]] || file+=.stamp
  cut -d ' ' -f 1 "${file}"
}

now() { date +%s.%N; }
since() { awk -v from="$1" -v to="$(now)" 'BEGIN { printf "%.1f", to - from }'; }

ready() {
  curl -fs -m 2 -o /dev/null --noproxy '*' "http://127.0.0.1:$1/readyz"
}

# All three, within the time that a return may take.
all_ready() {
  local end=$((SECONDS + RETURN_SECONDS))
  until ready $((port + 1013)) && ready $((port + 1113)) &&
    ready $((port + 1213)); do
    ((SECONDS < end)) || return 1
    sleep 0.1
  done
}

# page PATH: "CODE NOTICE", where NOTICE is 1 when the page has one.
page() {
  curl -s -m 20 --noproxy '*' -w '\n%{http_code}\n' \
    "http://127.0.0.1:${port}$1" |
    awk '/class="notice/ { notice = 1 } { last = $0 }
      END { print last, notice + 0 }'
}

# A kill, which the keeper mends a second later, and an orderly end, likewise.
disturb() {
  sleep 3
  kill -KILL "$(process recommend-2)"
  sleep 8
  kill -TERM "$(process recommend-3)"
}

spread() {
  local code=0
  "${bench}" load "${gateway}" --calls 3000 >"${data}/spread" || code=$?
  cat "${data}/spread"
  return "${code}"
}

load_while_disturbed() {
  local code=0
  disturb &
  "${bench}" load "${gateway}" --calls 10000 --rate "$1" || code=$?
  wait $!
  all_ready || code=1
  return "${code}"
}

positions_under_load() {
  local code=0 loader
  "${bench}" load "${gateway}" --calls 100000 --rate "$1" >/dev/null 2>&1 &
  loader=$!
  "${bench}" positions "${gateway}" "${recommenders[@]}" --tries 2000 || code=$?
  kill "${loader}" 2>/dev/null
  wait "${loader}" 2>/dev/null || true
  return "${code}"
}

# Keepers are halted, so that the dead stay dead.
keepers() {
  local name
  for name in recommend recommend-2 recommend-3; do
    kill "-$1" "$(process "${name}.keeper")"
  done
}

pages_without_recommenders() {
  local path answer code=0
  keepers STOP
  for name in recommend recommend-2 recommend-3; do
    kill -KILL "$(process "${name}")"
  done
  for path in / /papers /papers/trending '/papers?q=network' \
    "/papers/${paper}" /feed /status; do
    answer=$(page "${path}")
    printf '  %-24s %s\n' "${path}" "${answer}"
    [[ ${answer} == '200 1' ]] || code=1
  done
  keepers CONT
  return "${code}"
}

# From the first recommender that is ready to a page without a notice.
return_of_recommenders() {
  local end=$((SECONDS + RETURN_SECONDS)) start
  until ready $((port + 1013)) || ready $((port + 1113)) ||
    ready $((port + 1213)); do
    ((SECONDS < end)) || return 1
    sleep 0.05
  done
  start=$(now)
  until [[ $(page /papers/trending) == '200 0' ]]; do
    ((SECONDS < end)) || return 1
  done
  printf '  %s s after the first was ready\n' "$(since "${start}")"
}

start --recommend 3
BROADSHEET_TOKEN=$(<"${data}/operator-token")
export BROADSHEET_TOKEN
cli ingest "${papers}" 2>/dev/null
cli ingest "${root}/deploy/sample/papers.jsonl" --source sample 2>/dev/null
count=$(($(records) + 100))
for address in "${recommenders[@]}"; do
  "${bench}" papers "${address}" "${count}" >/dev/null
done
paper=1706.03762
cli submit "${paper}" --reader bench >/dev/null

check 'Spread of 3,000 calls, as fast as they are answered:' spread
capacity=$(sed -nE 's/.*\(([0-9]+)\/s\).*/\1/p' "${data}/spread")
half=$((capacity / 2))
check "10,000 calls at ${half}/s; one killed, one drained, both back:" \
  load_while_disturbed "${half}"
check 'Votes read back from any recommender by their position, under load:' \
  positions_under_load "$((capacity / 4))"
check 'From an event to the changed feed, 20 events a second:' \
  "${bench}" feeds "${gateway}" "${recommenders[@]}" --tries 400 --rate 20
check 'Pages without recommenders (code, notice):' pages_without_recommenders
check 'Their return:' return_of_recommenders
all_ready
cli status || true
((problems == 0))
