#!/usr/bin/env bash
# From the PostgreSQL of this machine to that of the containers, a newer one, by
# the commands of deploy/images/README.md, with a real engine:
#   tests/compose/upgrade.sh
# Makes a newspaper of its own without containers, with the sample, a reader's
# vote and save, and a submission; backs it up; restores it in containers;
# compares what the two say. By hand, like tests/compose/run.sh,
# with whose variables; the images are there already.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
source "${root}/deploy/lib/messages.sh"
folder=$(mktemp -d)
chmod 755 "${folder}"
source "${root}/tests/compose/lib.sh"

export BROADSHEET_PORT=${BROADSHEET_PORT:-28300}
export BROADSHEET_GRPC_PORT=${BROADSHEET_GRPC_PORT:-28310}
export BROADSHEET_SITE="http://127.0.0.1:${BROADSHEET_PORT}"
export BROADSHEET_BIN_DIR=${BROADSHEET_BIN_DIR:-${root}/build/bin}
readonly OLD_PORT=28320 DATA="${folder}/old"

docker version >/dev/null 2>&1 || die "there is no Docker engine"
clean() {
  compose down --volumes --timeout 30 >/dev/null 2>&1 || true
  "${root}/deploy/local.sh" down --data "${DATA}" >/dev/null 2>&1 || true
  "${root}/deploy/postgres.sh" remove "${DATA}/postgres" >/dev/null 2>&1 || true
  rm -rf "${folder}"
}
trap clean EXIT

old() {
  "${BROADSHEET_BIN_DIR}/broadsheet" \
    --server "127.0.0.1:$((OLD_PORT + 10))" \
    --token-file "${DATA}/operator-token" "$@"
}

# told COMMAND...: what a newspaper says about its papers and readers, without
# what a new database changes.
told() {
  local what
  for what in papers events lists; do
    "$@" export "${what}" 2>/dev/null | sort
  done
  "$@" library --reader ada --json
}

server_version() { "$@" -XAtq -c 'show server_version_num' | tr -d '\r'; }

"${root}/deploy/local.sh" up --data "${DATA}" --port "${OLD_PORT}" --detach \
  >"${folder}/up" 2>&1 || die "up failed" "$(tail -n 5 "${folder}/up")"
old vote 1706.03762 --reader ada >/dev/null
old save 1412.6980 --reader ada >/dev/null
old submit 1706.03762 --reader ada >/dev/null
told old >"${folder}/before"
from=$(server_version psql -d \
  "$("${root}/deploy/postgres.sh" conninfo "${DATA}/postgres")")
"${root}/deploy/local.sh" backup "${folder}/dump" --data "${DATA}" >/dev/null

compose down --volumes >/dev/null 2>&1
compose up --detach postgres >/dev/null 2>&1
database_answers() { compose exec -T postgres psql -XAtq -c 'select 1'; }
await "PostgreSQL answers" database_answers >/dev/null 2>&1
to=$(server_version compose exec -T postgres psql)
compose exec -T postgres pg_restore --single-transaction --no-owner \
  -d broadsheet <"${folder}/dump" || fail "pg_restore failed"
BROADSHEET_SAMPLE=none compose up --detach >"${folder}/up" 2>&1 ||
  die "up failed" "$(tail -n 20 "${folder}/up")"
await "all services are ready" all_healthy
await "all is well" all_is_well
told command_line >"${folder}/after"
cmp "${folder}/before" "${folder}/after" ||
  fail "$(diff "${folder}/before" "${folder}/after" | head -n 10)"
line "PostgreSQL before and after" "${from}, ${to}"
line "lines told alike by both" "$(wc -l <"${folder}/before")"
((to > from)) || fail "that is no newer PostgreSQL"
echo passed
