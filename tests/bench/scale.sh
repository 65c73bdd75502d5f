#!/usr/bin/env bash
# One recommender with many papers and readers, in a newspaper of its own:
#   tests/bench/scale.sh [PAPERS [READERS [TOPICS]]]
# By default 1,000,000 made-up papers of 1.4 kB about 2,000 topics and 100,000
# readers who saved 30 each. Prints how long everything takes, then similar
# lists and feeds of one caller and of eight, beside a bare gRPC server that
# answers with the same bytes. No recommender runs during ingestion and training:
# of a million papers, it and the trainer need half of 24 GiB each.
# BROADSHEET_BENCH_SWITCH=1: measures feeds while another model is made, too, and
# while it is put into use. Ports from 28700 on, or BROADSHEET_BENCH_PORT;
# programs of build/bin, or BROADSHEET_BIN_DIR.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

count=${1:-1000000}
readers=${2:-100000}
topics=${3:-2000}
port=${BROADSHEET_BENCH_PORT:-28700}
calls=${BROADSHEET_BENCH_CALLS:-4000}
papers=$(mktemp)
source "${root}/tests/bench/lib.sh"
bare=''
finish() {
  [[ -z ${bare} ]] || kill -KILL "${bare}" 2>/dev/null || true
  stop
  rm -f "${papers}"
}
trap finish EXIT

readonly RECOMMENDER="127.0.0.1:$((port + 13))" BARE="127.0.0.1:$((port + 50))"

line() { printf '| %-46s | %s |\n' "$1" "$2"; }
pid() { cut -d ' ' -f 1 "${data}/run/$1.stamp"; }
seconds() { awk -v a="$1" -v b="$(date +%s.%N)" 'BEGIN { printf "%.0f s", b - a }'; }
# timed NAME COMMAND...
timed() {
  local name=$1 began
  shift
  began=$(date +%s.%N)
  "$@" >"${data}/said" 2>&1 || {
    cat "${data}/said" >&2
    return 1
  }
  line "${name}" "$(seconds "${began}")"
}
memory() {
  awk '/^VmRSS/ { printf "%.2f GiB", $2 / 2^20 }' "/proc/$(pid "$1")/status"
}
peak() {
  awk '/^VmHWM/ { printf "%.2f GiB", $2 / 2^20 }' "/proc/$(pid "$1")/status"
}
status() { curl -s "http://127.0.0.1:${port}/api/v1/recommend/status"; }
# await PATTERN: until the recommender's status has it.
await() {
  local i
  for ((i = 0; i < 1800; ++i)); do
    ! status | grep -q "$1" || return 0
    sleep 1
  done
  die "the recommender's status never had $1" "It says: $(status)"
}
model() { status | sed -n 's/.*"modelId":"\([^"]*\)".*/\1/p'; }
# measure TARGET KIND THREADS CALLS [PID]
measure() {
  "${bench}" lists "$1" --kind "$2" --papers "${count}" \
    --readers "${readers}" --threads "$3" --calls "$4" --pid "${5:-0}"
}
# stop_recommend: the keeper first, or it would start another one.
stop_recommend() {
  kill -STOP "$(cut -d ' ' -f 1 "${data}/run/recommend.keeper")"
  kill -KILL "$(pid recommend)"
}
# loaded NAME: what recommend says of the segment that it began from.
loaded() {
  line "$1" "$(grep -h '"segment loaded"' "${data}"/log/recommend*.log |
    tail -n 1 | sed 's/.*"fetch_ms":"\([0-9]*\)".*"load_ms":"\([0-9]*\)".*/\1 and \2 ms/')"
}
# start_recommend: until it is ready.
start_recommend() {
  kill -CONT "$(cut -d ' ' -f 1 "${data}/run/recommend.keeper")"
  until curl -sf "http://127.0.0.1:$((port + 1013))/readyz" >/dev/null; do
    sleep 0.1
  done
}

"${bench}" generate "${count}" --topics "${topics}" >"${papers}"
# It trains when it is told to, and no longer than the measurement is worth.
export BROADSHEET_INTERVAL=0s BROADSHEET_EPOCHS=${BROADSHEET_EPOCHS:-1}
start --recommend 1
stop_recommend
line "measured" "result"
line "---" "---"
timed "${count} papers, from a file to commit" cli ingest "${papers}"
"${bench}" generate-events "${readers}" --papers "${count}" \
  --topics "${topics}" >"${papers}"
timed "$(wc -l <"${papers}") events" cli events "${papers}"
timed "training" cli train --force
line "most memory of the trainer" "$(peak trainer)"
timed "segment, from all rows to storage" cli segment
line "segment" "$(sed -n 's/.*events, //p' "${data}/said")"
line "most memory of the trainer, then" "$(peak trainer)"
timed "recommend, from its start to ready, empty disk" start_recommend
await '"modelId":"[^"]'
loaded "segment fetched and loaded"
stop_recommend
timed "recommend, from its start to ready, segment on disk" start_recommend
await '"modelId":"[^"]'
loaded "segment checked and loaded"
line "memory of recommend, at most while starting" \
  "$(memory recommend), $(peak recommend)"

"${bench}" bare-lists "${BARE}" "${RECOMMENDER}" >"${data}/bare" &
bare=$!
until [[ -s ${data}/bare ]]; do sleep 0.1; done
for kind in similar feed; do
  for threads in 1 8; do
    measure "${RECOMMENDER}" "${kind}" "${threads}" "${calls}" \
      "$(pid recommend)"
    printf '  bare server, '
    measure "${BARE}" "${kind}" "${threads}" "$((calls * 5))" "${bare}"
  done
done

[[ -n ${BROADSHEET_BENCH_SWITCH:-} ]] || exit 0
printf 'while another model is made and put into use:\n'
before=$(model)
cli train --force >/dev/null 2>&1 &
training=$!
while [[ $(model) == "${before}" ]]; do
  measure "${RECOMMENDER}" feed 1 "${calls}" || true
  kill -0 "${training}" 2>/dev/null || [[ -n $(model) ]] || break
done
wait "${training}" || die "the second training failed" "See ${data}/log."
