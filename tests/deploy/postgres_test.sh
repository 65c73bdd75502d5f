#!/usr/bin/env bash
# deploy/postgres.sh through what happens to clusters: a kill, a lost password,
# a reboot after which another process has the pid, another major version.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
postgres="${here}/../../deploy/postgres.sh"
source "${here}/../../deploy/lib/process.sh"
folder=$(mktemp -d)
chmod 755 "${folder}"
cluster="${folder}/it's here"
sleeper=''

clean() {
  [[ -z ${sleeper} ]] || kill "${sleeper}"
  "${postgres}" remove "${cluster}"
  rm -rf "${folder}"
}
trap clean EXIT

fail() {
  echo "failed: $*"
  exit 1
}

sql() {
  psql -XAtq -d "$("${postgres}" conninfo "${cluster}")" -c "$1"
}

expect_row() {
  [[ $(sql 'SELECT a FROM t') == 42 ]] || fail "the row is lost $1"
}

kill_server() {
  local pid end=$((SECONDS + 30))
  pid=$(stamp_pid "${cluster}/stamp")
  kill -9 "${pid}"
  # A busy machine takes a while over it.
  while process_stamp "${pid}" >/dev/null && ((SECONDS < end)); do
    sleep 0.05
  done
  ! "${postgres}" status "${cluster}" >/dev/null ||
    fail "a killed server counts as running"
}

"${postgres}" start "${cluster}" >/dev/null
sql 'CREATE TABLE t AS SELECT 42 AS a'
"${postgres}" start "${cluster}" >/dev/null
expect_row "by a second start"
rm "${cluster}/stamp"
"${postgres}" start "${cluster}" >/dev/null
stamp_pid "${cluster}/stamp" >/dev/null ||
  fail "a running server without a stamp got none"
[[ $(stat -c %a "${cluster}/passfile") == 600 ]] || fail "the password is open"

kill_server
rm "${cluster}/passfile"
"${postgres}" start "${cluster}" >/dev/null
expect_row "by a kill and a lost password"

kill_server
sleep 300 &
sleeper=$!
data=$(realpath "${cluster}/data/main")
sed -i "1s/.*/${sleeper}/" "${data}/postmaster.pid"
printf '%s earlier-boot 1\n' "${sleeper}" >"${cluster}/stamp"
rm -r "$(cat "${cluster}/socket-dir")"
"${postgres}" start "${cluster}" >/dev/null
expect_row "by a reboot"

"${postgres}" stop "${cluster}"
"${postgres}" stop "${cluster}" || fail "a second stop is an error"
made_by=$(cat "${data}/PG_VERSION")
echo 9 >"${data}/PG_VERSION"
! message=$("${postgres}" start "${cluster}" 2>&1) ||
  fail "another major version was started"
[[ ${message} == *pg_dump*pg_restore* ]] || fail "no way to move: ${message}"
echo "${made_by}" >"${data}/PG_VERSION"
echo passed
