# shellcheck shell=bash
# A newspaper of its own for a benchmark. Sourced with ${root}, ${papers} (JSON
# lines) and ${port}; sets ${bench}, ${data} and ${gateway}.
# shellcheck disable=SC2034,SC2154
source "${root}/deploy/lib/messages.sh"

export BROADSHEET_BIN_DIR=${BROADSHEET_BIN_DIR:-${root}/build/bin}
bench="${BROADSHEET_BIN_DIR}/broadsheet-bench"
gateway="127.0.0.1:$((port + 10))"

[[ -r ${papers} ]] || {
  echo "skipped: there is no ${papers}"
  exit 77
}
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

# Nothing is measured beside a trainer that makes a segment by itself.
export BROADSHEET_SEGMENT_INTERVAL=${BROADSHEET_SEGMENT_INTERVAL:-0s}

# Nor does a benchmark ask arXiv for a paper.
export BROADSHEET_ARXIV_API=http://127.0.0.1:9/api/query

# start OPTION...: as for local.sh up.
start() {
  "${root}/deploy/local.sh" up --data "${data}" --port "${port}" --no-sample \
    --detach "$@" >/dev/null
}

cli() {
  "${BROADSHEET_BIN_DIR}/broadsheet" --server "${gateway}" \
    --token-file "${data}/operator-token" "$@"
}

records() { zcat -f "${papers}" | wc -l; }
