#!/usr/bin/env bash
# Keeps a service running: keep.sh RUN_DIR LOG NAME COMMAND... starts it again,
# with growing pauses, whenever it ends. SIGTERM is passed on, waited for, and
# ends this too. Leaves in RUN_DIR: NAME.keeper and NAME.stamp (who runs),
# NAME.failures (how often in a row it ended early).
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib/process.sh"

readonly LONGEST_PAUSE=30
readonly STEADY_SECONDS=60
readonly LOG_BYTES=20000000

mark="$1/$3" log=$2 name=$3
shift 3
stopping='' child=''

stop() {
  stopping=1
  [[ -z ${child} ]] || kill -TERM "${child}" 2>/dev/null
}
trap stop TERM INT
trap '' HUP

note() {
  printf '%s keep: %s %s\n' "$(date -u +%FT%TZ)" "${name}" "$1" >>"${log}"
}

rotate_log() {
  local size
  size=$(stat -c %s "${log}" 2>/dev/null || echo 0)
  ((size < LOG_BYTES)) || mv "${log}" "${log}.1"
}

# Runs the command once; sets ${code}. A trapped signal interrupts `wait` while
# the child still ends in order.
run_once() {
  "$@" >>"${log}" 2>&1 </dev/null &
  child=$!
  stamp_write "${child}" "${mark}.stamp"
  [[ -z ${stopping} ]] || kill -TERM "${child}" 2>/dev/null
  code=0
  while kill -0 "${child}" 2>/dev/null; do
    wait "${child}"
    code=$?
  done
  child=''
  rm -f "${mark}.stamp"
}

stamp_write $$ "${mark}.keeper"
failures=0 pause=1
while [[ -z ${stopping} ]]; do
  rotate_log
  started=${SECONDS}
  run_once "$@"
  [[ -z ${stopping} ]] || break
  if ((SECONDS - started >= STEADY_SECONDS)); then
    failures=0 pause=1
  fi
  failures=$((failures + 1))
  printf '%s\n' "${failures}" >"${mark}.failures"
  note "ended with code ${code}; starting it again in ${pause} s"
  sleep "${pause}" &
  wait $!
  pause=$((pause * 2 < LONGEST_PAUSE ? pause * 2 : LONGEST_PAUSE))
done
rm -f "${mark}.keeper" "${mark}.failures"
