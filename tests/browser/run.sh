#!/usr/bin/env bash
# Looks at the pages of a newspaper with the sample corpus in Chromium:
# run.sh BUILD_FOLDER SCREEN. Exit code 77: node, Chromium or playwright-core is not
# there.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
local_sh="${here}/../../deploy/local.sh"
build=$(realpath "$1")
screen=$2
export NODE_TOOLS="${build}/node"

skip() {
  echo "skipped: $1"
  exit 77
}
command -v node >/dev/null || skip "node is missing"
# Without windows, which nobody sees here, it takes half the time.
chromium=$(command -v chromium-headless-shell || command -v chromium ||
  command -v chromium-browser) ||
  skip "chromium is missing"
[[ -d ${NODE_TOOLS}/node_modules/playwright-core ]] ||
  skip "there is no playwright-core; tests/run.sh installs it from npm"
[[ -d ${NODE_TOOLS}/node_modules/axe-core ]] ||
  skip "there is no axe-core; tests/run.sh installs it from npm"

[[ -d ${NODE_TOOLS}/node_modules/oidc-provider ]] ||
  skip "there is no oidc-provider; tests/run.sh installs it from npm"

# Ports that the default system does not use.
readonly PORT=${BROADSHEET_BROWSER_PORT:-28080}
data=$(mktemp -d)
chmod 755 "${data}"
helpers=()
stop() {
  ((${#helpers[@]} == 0)) || kill "${helpers[@]}" || true
  "${local_sh}" down --data "${data}"
  "${here}/../../deploy/postgres.sh" remove "${data}/postgres"
  rm -rf "${data}"
}
trap stop EXIT
node "${here}/arxiv.mjs" "${data}/arxiv-port" &
helpers+=($!)
node "${here}/provider.mjs" "${data}" \
  "http://127.0.0.1:${PORT}/sign-in/club/done" &
helpers+=($!)
for _ in {1..200}; do
  [[ -s ${data}/arxiv-port && -s ${data}/oidc.json ]] && break
  sleep 0.1
done
arxiv_port=$(<"${data}/arxiv-port")
BROADSHEET_BIN_DIR="${build}/bin" \
  BROADSHEET_ARXIV_API="http://127.0.0.1:${arxiv_port}/api/query" \
  BROADSHEET_OIDC="${data}/oidc.json" \
  BROADSHEET_ALLOW_PRIVATE_HARVEST=1 BROADSHEET_HARVEST_INTERVAL=10ms \
  "${local_sh}" up --data "${data}" --port "${PORT}" --detach
OPERATOR_TOKEN=$(<"${data}/operator-token")
export OPERATOR_TOKEN
# A reader to vote as.
READER_TOKEN=$(curl -sS --fail --noproxy '*' \
  -H "Authorization: Bearer ${OPERATOR_TOKEN}" \
  -H 'Content-Type: application/json' \
  -d '{"readerId":"visitor","label":"browser test"}' \
  "http://127.0.0.1:${PORT}/api/v1/tokens" |
  sed -nE 's/.*"token": ?"([^"]+)".*/\1/p')
[[ -n ${READER_TOKEN} ]] || { echo "no token was made"; exit 1; }
export READER_TOKEN
# One paper that nobody has voted for.
"${build}/bin/broadsheet" --server "127.0.0.1:$((PORT + 10))" \
  --token-file "${data}/operator-token" ingest - >/dev/null <<'JSON'
{"id": "2601.00042", "title": "What nobody has read yet", "summary": "It waits for its first reader.", "authors": ["Quinn Quiet"], "categories": ["cs.DL"], "published": "2026-01-05"}
JSON
node "${here}/visit.mjs" "http://127.0.0.1:${PORT}" "${build}/pictures" \
  "${screen}" "${chromium}"
