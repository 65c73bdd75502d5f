#!/usr/bin/env bash
# Measures the built release in a newspaper of its own and prints a table:
#   tests/bench/run.sh [PAPERS]
# PAPERS: JSON lines, by default the arXiv file beside the checkout. Ports from
# 28100 on, or BROADSHEET_BENCH_PORT; programs of build/bin, or
# BROADSHEET_BIN_DIR. BROADSHEET_BENCH_CALLS: idle calls (50).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
source "${root}/deploy/lib/messages.sh"

papers=${1:-${root}/../shared/data/arxiv/papers.jsonl.gz}
port=${BROADSHEET_BENCH_PORT:-28100}
calls=${BROADSHEET_BENCH_CALLS:-50}
export BROADSHEET_BIN_DIR=${BROADSHEET_BIN_DIR:-${root}/build/bin}
readonly IDLE_SECONDS=5

[[ -r ${papers} ]] || {
  echo "skipped: there is no ${papers}"
  exit 77
}
bench="${BROADSHEET_BIN_DIR}/broadsheet-bench"
[[ -x ${bench} ]] || die "there is no ${bench}" \
  "Build it: ninja -C build broadsheet-bench"

data=$(mktemp -d)
chmod 755 "${data}"
stop() {
  "${root}/deploy/local.sh" down --data "${data}" 2>/dev/null
  "${root}/deploy/postgres.sh" remove "${data}/postgres"
  rm -rf "${data}"
}
trap stop EXIT

cli() {
  "${BROADSHEET_BIN_DIR}/broadsheet" --server "127.0.0.1:$((port + 10))" \
    --token-file "${data}/operator-token" "$@"
}

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

"${root}/deploy/local.sh" up --data "${data}" --port "${port}" --no-sample \
  --detach >/dev/null
count=$(zcat -f "${papers}" | wc -l)
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
  "$("${bench}" idle "127.0.0.1:$((port + 10))" --calls "${calls}" \
    --seconds "${IDLE_SECONDS}")"
