#!/usr/bin/env bash
# deploy/local.sh through what happens to systems: a second up, a kill of each
# process, a power cut, a taken port, down. local_test.sh PROGRAM_FOLDER.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
local_sh="${here}/../../deploy/local.sh"
source "${here}/../../deploy/lib/process.sh"
export BROADSHEET_BIN_DIR=$1
# Ports that the default system does not use.
readonly PORT=28040
folder=$(mktemp -d)
chmod 755 "${folder}"
data="${folder}/data"

clean() {
  "${local_sh}" down --data "${data}" 2>/dev/null
  "${here}/../../deploy/postgres.sh" remove "${data}/postgres"
  rm -rf "${folder}"
}
trap clean EXIT

fail() {
  echo "failed: $*"
  exit 1
}

up() {
  "${local_sh}" up --data "${data}" --port "${PORT}" --no-sample --detach \
    --recommend 2 "$@"
}

all_ready() { "${local_sh}" status --data "${data}" >/dev/null; }

# Until everything is ready again; 60 s at most.
await_ready() {
  local tries
  for ((tries = 0; tries < 120; tries++)); do
    ! all_ready || return 0
    sleep 0.5
  done
  "${local_sh}" status --data "${data}" || true
  fail "not ready $1"
}

! message=$("${local_sh}" up --data "${data}" --port 63623 --recommend 10 \
  --detach 2>&1) || fail "a port above 65535 is accepted"
[[ ${message} == *"--port 63622 or less"* ]] ||
  fail "too many ports are not explained: ${message}"

[[ $(up) == *"http://127.0.0.1:${PORT}/"* ]] || fail "up printed no address"
all_ready || fail "up ended before all was ready"
[[ $(stat -c %a "${data}/operator-token") == 600 ]] || fail "the token is open"

storage=$(stamp_pid "${data}/run/storage.stamp")
up >/dev/null
[[ $(stamp_pid "${data}/run/storage.stamp") == "${storage}" ]] ||
  fail "a second up started storage again"

for name in storage ingest recommend recommend-2 trainer digest gateway; do
  kill -9 "$(stamp_pid "${data}/run/${name}.stamp")"
done
await_ready "after each service was killed"

! message=$("${local_sh}" up --data "${folder}/other" --port "${PORT}" \
  --detach 2>&1) || fail "two systems share a port"
[[ ${message} == *"port ${PORT}"* || ${message} == *"taken by"*--port* ]] ||
  fail "a taken port is not explained: ${message}"

for file in "${data}"/run/*.keeper "${data}"/run/*.stamp \
  "${data}/postgres/stamp"; do
  kill -9 "$(stamp_pid "${file}")" 2>/dev/null || true
done
up >/dev/null
all_ready || fail "not ready after a power cut"

up --tls >/dev/null
all_ready || fail "not ready with TLS"
command=("${BROADSHEET_BIN_DIR}/broadsheet" --server "127.0.0.1:$((PORT + 10))")
! "${command[@]}" status 2>/dev/null || fail "gRPC is plain in spite of --tls"
"${command[@]}" --tls-ca "${data}/tls/ca/ca.pem" status >/dev/null ||
  fail "no answer over TLS"
storage=$(stamp_pid "${data}/run/storage.stamp")
up >/dev/null
[[ $(stamp_pid "${data}/run/storage.stamp") == "${storage}" ]] ||
  fail "an up without --tls ended the TLS of the running system"

"${local_sh}" down --data "${data}"
"${local_sh}" down --data "${data}" || fail "a second down is an error"
! all_ready || fail "ready after down"
for file in "${data}"/run/*.stamp "${data}"/run/*.keeper; do
  [[ ! -e ${file} ]] || fail "down left ${file}"
done
echo passed
