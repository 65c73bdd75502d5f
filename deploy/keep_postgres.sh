#!/usr/bin/env bash
# keep_postgres.sh RUN_DIR LOG CLUSTER_DIR: starts the cluster again when it
# died. SIGTERM ends this, not the cluster.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "${here}/lib/process.sh"

readonly PERIOD_SECONDS=2

run=$1 log=$2 cluster=$3
stopping=''
trap 'stopping=1' TERM INT
trap '' HUP

stamp_write $$ "${run}/postgres.keeper"
while [[ -z ${stopping} ]]; do
  if ! stamp_pid "${cluster}/stamp" >/dev/null; then
    printf '%s keep: postgres is down; starting it\n' "$(date -u +%FT%TZ)"
    "${here}/postgres.sh" start "${cluster}"
  fi >>"${log}" 2>&1
  sleep "${PERIOD_SECONDS}" &
  wait $!
done
rm -f "${run}/postgres.keeper"
