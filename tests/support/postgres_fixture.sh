#!/usr/bin/env bash
# The cluster of one test run: postgres_fixture.sh start DIR STORAGE|stop DIR. A
# cluster that an interrupted run left behind is deleted first. STORAGE is the
# program whose tables the database broadsheet_migrated gets, which tests copy
# (tests/support/test_database.h).
set -euo pipefail
postgres="$(dirname "${BASH_SOURCE[0]}")/../../deploy/postgres.sh"

# sql STATEMENT [DATABASE]
sql() {
  psql -XAtq -v ON_ERROR_STOP=1 -d "${server} dbname=${2:-postgres}" -c "$1"
}

# migrate STORAGE: storage migrates before it listens.
migrate() {
  local files pid
  files=$(mktemp -d)
  sql "create database broadsheet_migrated"
  "$1" --database "${server} dbname=broadsheet_migrated" \
    --listen 127.0.0.1:0 --metrics-listen 127.0.0.1:0 \
    --port-file "${files}/port" >"${files}/log" 2>&1 &
  pid=$!
  for _ in $(seq 300); do
    [[ ! -s ${files}/port ]] || break
    sleep 0.1
  done
  [[ -s ${files}/port ]] || cat "${files}/log"
  kill "${pid}"
  wait "${pid}" || true
  [[ -s ${files}/port ]]
  rm -r "${files}"
  # As if it had never been served: else each copy would begin another history
  # of changes (storage/feed_store.h) when a feed of it is opened.
  sql "update feed_state set origin = ''" broadsheet_migrated
}

# room_in_memory: whether thousands of small files may come and go in memory,
# which takes the kernel half the time that it takes on a disk.
room_in_memory() {
  local free
  free=$(df --output=avail -k /dev/shm 2>/dev/null | tail -n 1) || return 1
  ((free > 4000000))
}

"${postgres}" remove "$2"
[[ ! -L $2 ]] || rm -rf "$(readlink "$2")" "$2"
[[ $1 == start ]] || exit 0
if room_in_memory; then
  rm -rf "$2"
  mkdir -p "$(dirname "$2")"
  memory=$(mktemp -d /dev/shm/broadsheet-test-XXXXXX)
  chmod 755 "${memory}"
  ln -s "${memory}" "$2"
fi
server=$("${postgres}" start "$2")
# A run that a power cut ends begins anew. Tests of crashes have clusters of
# their own.
sql "alter system set fsync = off"
sql "select pg_reload_conf()" >/dev/null
# A build without storage has no tests that need tables.
[[ ! -x $3 ]] || migrate "$3"
