#!/usr/bin/env bash
# docker-compose.yml with a real engine, from nothing to nothing:
#   tests/compose/run.sh [PAPERS]
# Brings the system up with three recommenders, kills one, adds one and stops
# one under load, and prints sizes, times and memory. PAPERS: JSON lines to
# measure memory with, by default the arXiv file beside the checkout. By hand:
# building the images takes minutes; BROADSHEET_NO_BUILD=1 takes them as they
# are. BROADSHEET_PORT, BROADSHEET_GRPC_PORT: the ports (28300, 28310).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
source "${root}/deploy/lib/messages.sh"
source "${root}/tests/compose/lib.sh"

papers=${1:-${root}/../shared/data/arxiv/papers.jsonl.gz}
export BROADSHEET_PORT=${BROADSHEET_PORT:-28300}
export BROADSHEET_GRPC_PORT=${BROADSHEET_GRPC_PORT:-28310}
readonly CALLS=3000

docker version >/dev/null 2>&1 || die "there is no Docker engine"
folder=$(mktemp -d)
loaders=()
clean() {
  [[ ${#loaders[@]} -eq 0 ]] || kill "${loaders[@]}" 2>/dev/null || true
  compose down --volumes --timeout 30 >/dev/null 2>&1 || true
  rm -rf "${folder}"
}
trap clean EXIT

[[ -n ${BROADSHEET_NO_BUILD:-} ]] ||
  compose build >"${folder}/build.log" 2>&1 ||
  die "the images cannot be built" "$(tail -n 20 "${folder}/build.log")"
line "measured" "result"
line "---" "---"
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

# All three answer: a search in each call, so each is a recommender's.
mapfile -t replicas < <(recommenders)
before=$(answered "${replicas[@]}")
load 0 "${CALLS}" >"${folder}/spread"
expect_no_failure "${folder}/spread" "${CALLS} calls over three recommenders"
line "calls per recommender, of ${CALLS}" \
  "$(difference "${before}" "$(answered "${replicas[@]}")")"

# Under steady load: one dies, comes back with a fourth, one leaves in order.
for i in 1 2; do
  load 50 3000 >"${folder}/load${i}" &
  loaders+=($!)
done
sleep 3
docker kill "${replicas[0]}" >/dev/null
sleep 5
start=$(now)
compose up --detach --no-recreate --scale recommend=4 >/dev/null 2>&1
mapfile -t replicas < <(recommenders)
[[ ${#replicas[@]} -eq 4 ]] || fail "there are ${#replicas[@]} recommenders"
await "each of four recommenders answers" all_answer
line "from up with a fourth to all four answering" "$(since "${start}") s"
start=$(now)
docker stop --time 30 "${replicas[1]}" >/dev/null
code=$(docker inspect --format '{{.State.ExitCode}}' "${replicas[1]}")
[[ ${code} == 0 ]] || fail "a stopped recommender ended with code ${code}"
line "docker stop of a recommender under load" "$(since "${start}") s"
wait "${loaders[@]}"
loaders=()
cat "${folder}"/load? >"${folder}/load"
expect_no_failure "${folder}/load" "6000 calls while one died and one left"

if [[ -r ${papers} ]]; then
  count=$(zcat -f "${papers}" | wc -l)
  start=$(now)
  command_line ingest - --source arxiv <"${papers}" >"${folder}/ingest" 2>&1 ||
    die "ingest failed" "$(tail -n 5 "${folder}/ingest")"
  line "ingest of ${count} records" "$(since "${start}") s"
  await "the recommenders know all papers" recommenders_know_all
  memory "${count} records"
fi

compose down --volumes --timeout 30 >/dev/null 2>&1
[[ -z $(containers) ]] || fail "containers are left"
echo passed
