#!/usr/bin/env bash
# docker-compose.yml with a real engine, from nothing to nothing:
#   tests/compose/run.sh [PAPERS]
# Brings the system up with three recommenders, kills one, adds one and stops
# one under load, and prints sizes, times and memory. PAPERS: JSON lines to
# measure memory with, by default the arXiv file beside the checkout. By hand:
# building the images takes minutes; BROADSHEET_NO_BUILD=1 takes them as they
# are. Needs build/bin/broadsheet-bench, which makes the load from outside.
# BROADSHEET_PORT, BROADSHEET_GRPC_PORT: the ports (28300, 28310).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
source "${root}/deploy/lib/messages.sh"
folder=$(mktemp -d)
source "${root}/tests/compose/lib.sh"

papers=${1:-${root}/../shared/data/arxiv/papers.jsonl.gz}
export BROADSHEET_PORT=${BROADSHEET_PORT:-28300}
export BROADSHEET_GRPC_PORT=${BROADSHEET_GRPC_PORT:-28310}
export BROADSHEET_SITE="http://127.0.0.1:${BROADSHEET_PORT}"
readonly CALLS=3000
bench="${root}/build/bin/broadsheet-bench"

docker version >/dev/null 2>&1 || die "there is no Docker engine"
[[ -x ${bench} ]] || die "there is no ${bench}" \
  "Build it: ninja -C build broadsheet-bench"
loader=
clean() {
  [[ -z ${loader} ]] || kill "${loader}" 2>/dev/null || true
  compose down --volumes --timeout 30 >/dev/null 2>&1 || true
  rm -rf "${folder}"
}
trap clean EXIT

start=$(now)
[[ -n ${BROADSHEET_NO_BUILD:-} ]] ||
  compose build >"${folder}/build.log" 2>&1 ||
  die "the images cannot be built" "$(tail -n 20 "${folder}/build.log")"
line "measured" "result"
line "---" "---"
[[ -n ${BROADSHEET_NO_BUILD:-} ]] ||
  line "build of the images" "$(since "${start}") s"
for image in debian:trixie-slim broadsheet broadsheet-postgres; do
  line "size of ${image}" "$(image_mebibytes "${image}") MiB"
done

# From nothing.
compose down --volumes >/dev/null 2>&1
start=$(now)
compose up --detach --scale recommend=3 >"${folder}/up.log" 2>&1 ||
  die "up failed" "$(tail -n 20 "${folder}/up.log")"
await "all services are ready" all_healthy
line "from up to all ready" "$(since "${start}") s"
await "the sample is loaded" sample_loaded
line "from up to the sample loaded" "$(since "${start}") s"
await "the front page has papers" front_page_has_papers
memory 'sample'

# All three answer.
mapfile -t replicas < <(recommenders)
before=$(answered "${replicas[@]}")
load "${folder}/spread" --calls "${CALLS}" || fail "calls failed"
line "calls of each recommender, of ${CALLS}" \
  "$(difference "${before}" "$(answered "${replicas[@]}")")"
line "capacity" "$(capacity "${folder}/spread") calls a second"

# At half of that: one dies, comes back with a fourth, one leaves in order.
load "${folder}/load" --calls 10000 \
  --rate "$(($(capacity "${folder}/spread") / 2))" &
loader=$!
sleep 2
docker kill "${replicas[0]}" >/dev/null
sleep 2
compose up --detach --no-recreate --scale recommend=4 >/dev/null 2>&1
mapfile -t replicas < <(recommenders)
[[ ${#replicas[@]} -eq 4 ]] || fail "there are ${#replicas[@]} recommenders"
await "each of four recommenders answers" all_answer
line "from the fourth's start to its first call" \
  "$(since "$(last_start "${replicas[@]}")") s"
start=$(now)
docker stop --time 30 "${replicas[1]}" >/dev/null
code=$(docker inspect --format '{{.State.ExitCode}}' "${replicas[1]}")
[[ ${code} == 0 ]] || fail "a stopped recommender ended with code ${code}"
line "docker stop of a recommender under load" "$(since "${start}") s"
wait "${loader}" || fail "$(<"${folder}/load")"
loader=
line "10000 calls while one died and one left" "$(head -n 1 "${folder}/load")"

# Mails are kept, and the trainer does what it is told.
confirmed ada@example.org || fail "the subscription is not confirmed"
line "a mail at /digest, its subscription" "confirmed"
start=$(now)
command_line train --force >"${folder}/train" 2>&1 ||
  fail "$(<"${folder}/train")"
line "broadsheet train with the sample" "$(since "${start}") s"

if [[ -r ${papers} ]]; then
  count=$(zcat -f "${papers}" | wc -l)
  start=$(now)
  command_line ingest - --source arxiv <"${papers}" >"${folder}/ingest" 2>&1 ||
    die "ingest failed" "$(tail -n 5 "${folder}/ingest")"
  line "ingest of ${count} records" "$(since "${start}") s"
  await "the recommenders know all papers" recommenders_know_all
  start=$(now)
  command_line train --force >"${folder}/train" 2>&1 ||
    fail "$(<"${folder}/train")"
  line "broadsheet train with ${count} records" "$(since "${start}") s"
  memory "${count} records"
fi

compose down --volumes --timeout 30 >/dev/null 2>&1
[[ -z $(containers) ]] || fail "containers are left"
echo passed
