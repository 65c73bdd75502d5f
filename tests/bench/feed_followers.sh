#!/usr/bin/env bash
# From change to follower at 1,000 changes a second, and what PostgreSQL spends
# on it, with 1 and with 20 followers: tests/bench/feed_followers.sh [SECONDS]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
papers=${root}/deploy/sample/papers.jsonl
port=28700
seconds=${1:-20}
source "${root}/tests/bench/lib.sh"
source "${root}/deploy/lib/process.sh"

# CPU seconds of the cluster: of the server, its processes and those that ended.
postgres_cpu() {
  local server pids
  server=$(stamp_pid "${data}/postgres/stamp")
  pids=$(pgrep -P "${server}" | tr '\n' ' ')
  for pid in ${server} ${pids}; do cat "/proc/${pid}/stat" 2>/dev/null; done |
    awk -v server="${server}" -v hz="$(getconf CLK_TCK)" \
      '{ t += $14 + $15; if ($1 == server) t += $16 + $17 }
       END { printf "%.2f\n", t / hz }'
}

start --recommend 1
cli ingest "${papers}" --source sample >/dev/null
for followers in 1 20; do
  before=$(postgres_cpu)
  "${bench}" feed-followers "127.0.0.1:$((port + 11))" \
    --followers "${followers}" --seconds "${seconds}"
  awk -v before="${before}" -v after="$(postgres_cpu)" \
    'BEGIN { printf "  PostgreSQL: %.2f CPU seconds\n", after - before }'
done
