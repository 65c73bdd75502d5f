#!/usr/bin/env bash
# Measures the built release in a newspaper of its own and prints a table:
#   tests/bench/run.sh [PAPERS]
# PAPERS: JSON lines, by default the arXiv file beside the checkout. Ports from
# 28100 on, or BROADSHEET_BENCH_PORT; programs of build/bin, or
# BROADSHEET_BIN_DIR. BROADSHEET_BENCH_CALLS: idle calls (50).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

papers=${1:-${root}/../shared/data/arxiv/papers.jsonl.gz}
port=${BROADSHEET_BENCH_PORT:-28100}
calls=${BROADSHEET_BENCH_CALLS:-50}
source "${root}/tests/bench/lib.sh"
readonly IDLE_SECONDS=5

# rows TABLE: what storage has committed.
rows() {
  psql -XAtq -d "$("${root}/deploy/postgres.sh" conninfo "${data}/postgres")" \
    -c "SELECT count(*) FROM $1"
}

line() { printf '| %-42s | %s |\n' "$1" "$2"; }

# ingest: the summary without the name of the file.
ingest() { cli ingest "${papers}" 2>/dev/null | sed 's/^[^:]*: //'; }

# memory NAME: resident, of a service.
memory() {
  "${root}/deploy/local.sh" status --data "${data}" |
    awk -v name="$1" '$1 == name { print $(NF - 1), $NF }'
}

start --recommend 1
count=$(records)
first=$(ingest)
searchable=$("${bench}" papers "127.0.0.1:$((port + 13))" "${count}") ||
  searchable+=' (too few)'
changes=$(rows changes)
again=$(ingest)

line "measured" "result"
line "---" "---"
line "processors, memory" \
  "$(nproc), $(awk '/^MemTotal/ { printf "%d GiB", $2 / 2^20 }' /proc/meminfo)"
line "records in the file" "${count}"
line "ingest" "${first}"
line "searchable after the last acknowledgement" "${searchable}"
line "papers in storage" "$(rows papers)"
line "the same file again" "${again}"
line "change feed before and after" "${changes} and $(rows changes) rows"
line "memory of storage" "$(memory storage)"
line "memory of recommend" "$(memory recommend)"
line "one search after ${IDLE_SECONDS} s idle, ${calls} times" \
  "$("${bench}" idle "${gateway}" --calls "${calls}" \
    --seconds "${IDLE_SECONDS}")"
