#!/usr/bin/env bash
# deploy/local.sh backup and restore: a system moves into another folder, whole
# and with a feed of its own, in spite of kills. backup_test.sh PROGRAM_FOLDER.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
local_sh="${here}/../../deploy/local.sh"
postgres="${here}/../../deploy/postgres.sh"
source "${here}/../../deploy/lib/process.sh"
export BROADSHEET_BIN_DIR=$1
readonly PORT=28440
folder=$(mktemp -d)
chmod 755 "${folder}"
old="${folder}/old"
new="${folder}/it's new"

clean() {
  local data
  for data in "${old}" "${new}"; do
    "${local_sh}" down --data "${data}" 2>/dev/null || true
    "${postgres}" remove "${data}/postgres" || true
  done
  rm -rf "${folder}"
}
trap clean EXIT

fail() {
  echo "failed: $*"
  exit 1
}

up() {
  "${local_sh}" up --data "$1" --port "${PORT}" --no-sample --detach >/dev/null
}

sql() { psql -XAtq -d "$("${postgres}" conninfo "$1/postgres")" -c "$2"; }

counts() {
  sql "$1" "SELECT (SELECT count(*) FROM papers), (SELECT count(*) FROM events),
    (SELECT count(*) FROM standings), (SELECT count(*) FROM readers),
    (SELECT sum(upvotes) FROM papers), (SELECT count(*) FROM migrations)"
}

cli() {
  "${BROADSHEET_BIN_DIR}/broadsheet" --server "127.0.0.1:$((PORT + 10))" \
    --token-file "$1/operator-token" "${@:2}"
}

up "${old}"
for i in $(seq 1 50); do
  printf '{"id":"test:%d","title":"Paper number %d"}\n' "${i}" "${i}"
done >"${folder}/papers.jsonl"
cli "${old}" ingest "${folder}/papers.jsonl" >/dev/null
cli "${old}" vote test:7 --reader ada >/dev/null
before=$(counts "${old}")
epoch=$(sql "${old}" 'SELECT epoch FROM feed_state')

"${local_sh}" backup "${folder}/b.dump" --data "${old}" >/dev/null ||
  fail "no backup while all runs"
[[ $(stat -c %a "${folder}/b.dump") == 600 ]] || fail "the backup is open"
! "${local_sh}" restore "${folder}/b.dump" --data "${old}" 2>/dev/null ||
  fail "a restore into a running system"
"${local_sh}" down --data "${old}"
! message=$("${local_sh}" restore "${folder}/b.dump" --data "${old}" 2>&1) ||
  fail "a restore over data"
[[ ${message} == *"is not empty"* ]] || fail "not explained: ${message}"
"${local_sh}" backup "${folder}/stopped.dump" --data "${old}" >/dev/null ||
  fail "no backup while nothing runs"

head -c 5000 "${folder}/b.dump" >"${folder}/half.dump"
! "${local_sh}" restore "${folder}/half.dump" --data "${new}" 2>/dev/null ||
  fail "half a backup is restored"
# The server dies in the middle: nothing is there, and the next try succeeds.
"${postgres}" start "${new}/postgres" >/dev/null
"${local_sh}" restore "${folder}/b.dump" --data "${new}" >/dev/null 2>&1 &
attempt=$!
kill -9 "$(stamp_pid "${new}/postgres/stamp")"
if ! wait "${attempt}"; then
  "${local_sh}" restore "${folder}/b.dump" --data "${new}" >/dev/null ||
    fail "no restore after a kill"
fi

up "${new}"
[[ $(counts "${new}") == "${before}" ]] ||
  fail "rows differ: $(counts "${new}") instead of ${before}"
[[ $(sql "${new}" 'SELECT epoch FROM feed_state') != "${epoch}" ]] ||
  fail "the restored feed claims to be the old one"
cli "${new}" search "number 7" | grep -q test:7 || fail "not found after it"
echo passed
