#!/usr/bin/env bash
# Search while papers come in, in a newspaper of its own:
#   tests/bench/search_fresh.sh [PAPERS]
# Lists at 200 calls a second (BROADSHEET_BENCH_RATE), half of them searches,
# alone; then the same beside 1,000 made-up papers a second, while 5 more papers
# a second are looked for from their acknowledgement on; at last, when papers are
# in similar lists and in feeds. Arguments and variables as for
# tests/bench/run.sh. Ends with 1 when a call failed or a paper was not
# found.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

papers=${1:-${root}/../shared/data/arxiv/papers.jsonl.gz}
port=${BROADSHEET_BENCH_PORT:-28500}
source "${root}/tests/bench/lib.sh"
readonly CALLS_A_SECOND=${BROADSHEET_BENCH_RATE:-200}
readonly PAPERS_A_SECOND=1000 SECONDS_EACH=30

calls() {
  "${bench}" load "${gateway}" --rate "${CALLS_A_SECOND}" \
    --calls $((CALLS_A_SECOND * SECONDS_EACH))
}

start --recommend 1
BROADSHEET_TOKEN=$(<"${data}/operator-token")
export BROADSHEET_TOKEN
cli ingest "${papers}" 2>/dev/null
cli ingest "${root}/deploy/sample/papers.jsonl" --source sample 2>/dev/null
"${bench}" papers "127.0.0.1:$((port + 13))" "$(records)" >/dev/null
printf '\nAlone:\n'
calls
printf '\nBeside %d papers a second:\n' "${PAPERS_A_SECOND}"
"${bench}" generate $((PAPERS_A_SECOND * SECONDS_EACH)) \
  --rate "${PAPERS_A_SECOND}" |
  cli ingest - --source made >"${data}/ingested" 2>/dev/null &
ingesting=$!
calls >"${data}/calls" &
calling=$!
code=0
"${bench}" found "${gateway}" "127.0.0.1:$((port + 13))" --rate 5 \
  --tries $((5 * (SECONDS_EACH - 5))) || code=1
wait "${calling}" || code=1
cat "${data}/calls"
wait "${ingesting}" || code=1
cat "${data}/ingested"
printf '\nAlone again, one paper after the other:\n'
for list in new-similar new-feeds; do
  "${bench}" "${list}" "${gateway}" "127.0.0.1:$((port + 13))" --tries 100 ||
    code=1
done
exit "${code}"
