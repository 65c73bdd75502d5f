#!/usr/bin/env bash
# From a file of made-up papers to their commit, beside what PostgreSQL takes of
# a plain libpq loop, in one run and one cluster:
#   tests/bench/bulk.sh [PAPERS [BARE_ROWS]]
# By default 1,000,000 papers of 1.4 kB and 200,000 rows for the loop, which
# runs before and after. No recommender runs: what it does with the papers is
# measured by tests/bench/run.sh. Variables as for tests/bench/run.sh.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

count=${1:-1000000}
bare_rows=${2:-200000}
port=${BROADSHEET_BENCH_PORT:-28400}
papers=$(mktemp)
source "${root}/tests/bench/lib.sh"
trap 'stop; rm -f "${papers}"' EXIT

line() { printf '| %-44s | %s |\n' "$1" "$2"; }
conninfo() { "${root}/deploy/postgres.sh" conninfo "${data}/postgres"; }
sql() { psql -XAtq -d "$(conninfo)" -c "$1"; }
bare() { "${bench}" bare-upsert "$(conninfo)" --rows "${bare_rows}"; }

# ticks PID...: user and system time of processes, in clock ticks.
ticks() {
  local pid
  for pid in "$@"; do
    sed 's/.*) //' "/proc/${pid}/stat" 2>/dev/null
  done | awk '{ n += $12 + $13 } END { print n + 0 }'
}

pid() { cut -d ' ' -f 1 "${data}/run/$1.stamp"; }

# The server, with what it has waited for, and its processes of now.
postgres_ticks() {
  local server
  server=$(cut -d ' ' -f 1 "${data}/postgres/stamp")
  # shellcheck disable=SC2046
  echo $(($(ticks "${server}" $(pgrep -P "${server}")) +
    $(sed 's/.*) //' "/proc/${server}/stat" | awk '{ print $14 + $15 }')))
}

# all_ticks: of postgres, storage, ingest and gateway.
all_ticks() {
  echo "$(postgres_ticks) $(ticks "$(pid storage)") \
$(ticks "$(pid ingest)") $(ticks "$(pid gateway)")"
}

# per_row BEFORE AFTER: "36.1, 17.0, 12.5, 8.1 us".
per_row() {
  awk -v rows="${count}" -v hz="$(getconf CLK_TCK)" '
    NR == 1 { split($0, before) }
    NR == 2 { for (i = 1; i <= NF; ++i)
      printf "%s%.1f", (i > 1 ? ", " : ""), ($i - before[i]) / hz * 1e6 / rows
      print " us" }' <<<"$1"$'\n'"$2"
}

peak_mebibytes() {
  awk '/^VmHWM/ { printf "%d MiB\n", $2 / 1024 }' "/proc/$1/status"
}

# ingest NAME: one pass over the file, with its figures.
ingest() {
  local before after start summary seconds
  before=$(all_ticks)
  start=$(date +%s.%N)
  summary=$(cli ingest "${papers}" 2>/dev/null | sed 's/^[^:]*: //')
  seconds=$(awk -v a="${start}" -v b="$(date +%s.%N)" 'BEGIN { print b - a }')
  after=$(all_ticks)
  line "$1" "${summary}"
  line "  papers a second" \
    "$(awk -v n="${count}" -v s="${seconds}" 'BEGIN { printf "%d", n / s }')"
  line "  CPU a paper: postgres, storage, ingest, gateway" \
    "$(per_row "${before}" "${after}")"
}

# An idle connection tells its numbers after ten seconds.
updates() {
  sleep 11
  sql "select n_tup_ins, n_tup_upd from pg_stat_user_tables
    where relname = 'papers'"
}

"${bench}" generate "${count}" >"${papers}"
start --recommend 1
# The keeper first, or it would start another one.
kill -STOP "$(cut -d ' ' -f 1 "${data}/run/recommend.keeper")"
kill -KILL "$(pid recommend)"

line "measured" "result"
line "---" "---"
line "plain loop, before" "$(bare)"
ingest "${count} new papers"
changes=$(sql 'select count(*) from changes')
heap=$(updates)
ingest "the same file again"
line "rows inserted and updated, before and after" "${heap} and $(updates)"
line "change feed before and after" \
  "${changes} and $(sql 'select count(*) from changes') rows"
line "most memory of ingest" "$(peak_mebibytes "$(pid ingest)")"
line "most memory of storage" "$(peak_mebibytes "$(pid storage)")"
line "plain loop, after" "$(bare)"
kill -CONT "$(cut -d ' ' -f 1 "${data}/run/recommend.keeper")"
