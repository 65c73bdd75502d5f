#!/usr/bin/env bash
# How good lists are, measured through the real services, from files to feeds:
#   tests/bench/quality_services.sh PROTOCOL [SEEDS]
# PROTOCOL: warm-a (libraries of citeulike-a, 20 % of each held out), new-a (the
# same; a fifth of the readers comes after the training), warm-t, cold-t (a fifth
# of the papers is in no library that is trained on, and only those are ranked),
# late-t (the same; these papers come after the training), similar-t (citation
# links). SEEDS: "42 43 44 45 46" by default. The data lie
# in ../shared/data, or in BROADSHEET_QUALITY_DATA; without them it is skipped.
# Ports: BROADSHEET_BENCH_PORT (28600) and those behind it.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

protocol=${1:-warm-a}
seeds=${2:-42 43 44 45 46}
shared=${BROADSHEET_QUALITY_DATA:-${root}/../shared/data}
port=${BROADSHEET_BENCH_PORT:-28600}
export BROADSHEET_BIN_DIR=${BROADSHEET_BIN_DIR:-${root}/build/bin}
split="${root}/tests/bench/quality_split.py"
work=$(mktemp -d)
data="${work}/data"

[[ -r ${shared}/citeulike-a/users.dat ]] || {
  echo "skipped: there is no ${shared}/citeulike-a/users.dat"
  exit 77
}

stop() {
  "${root}/deploy/local.sh" down --data "${data}" 2>/dev/null || true
  "${root}/deploy/postgres.sh" remove "${data}/postgres" || true
  rm -rf "${data}"
}
trap 'stop; rm -rf "${work}"' EXIT
chmod 755 "${work}"

cli() {
  "${BROADSHEET_BIN_DIR}/broadsheet" --server "127.0.0.1:$((port + 10))" \
    --token-file "${data}/operator-token" "$@"
}

# quietly COMMAND...: what it said is shown only when it fails.
quietly() {
  "$@" >"${work}/said" 2>&1 || {
    cat "${work}/said" >&2
    return 1
  }
}

# Until the recommender answers with a model, and with all events.
await_model() {
  local i
  for ((i = 0; i < 600; ++i)); do
    ! curl -s "http://127.0.0.1:${port}/api/v1/recommend/status" |
      grep -q '"modelId":"[^"]' || return 0
    sleep 1
  done
  echo "the model did not come into use" >&2
  return 1
}

lists() {
  case "${protocol}" in
    similar-t)
      while read -r id; do
        printf '{"reader":"%s","papers":' "${id}"
        cli similar "${id}" --limit 20 --json | sed 's/^{"papers"://'
      done <"${work}/asked"
      ;;
    cold-t | late-t)
      cli feed --readers "${work}/asked" --ranking relevance --limit 300 \
        --candidates "${work}/candidates" --json
      ;;
    *)
      cli feed --readers "${work}/asked" --ranking relevance --limit 300 --json
      ;;
  esac
}

for seed in ${seeds}; do
  python3 "${split}" split "${protocol}" "${shared}" "${work}" "${seed}"
  mkdir -p "${data}"
  chmod 755 "${data}"
  # It trains when it is told to.
  BROADSHEET_INTERVAL=0s "${root}/deploy/local.sh" up --data "${data}" \
    --port "${port}" --no-sample --detach >/dev/null
  if [[ -s ${work}/papers.jsonl ]]; then
    quietly cli ingest "${work}/papers.jsonl" --source citeulike --ids-only
  else
    quietly cli ingest "${work}/ids.jsonl" --ids-only
  fi
  quietly cli events "${work}/events.jsonl"
  began=$(date +%s)
  quietly cli train --force
  trained=$(($(date +%s) - began))
  [[ ! -s ${work}/later-papers.jsonl ]] ||
    quietly cli ingest "${work}/later-papers.jsonl" --source citeulike --ids-only
  [[ ! -s ${work}/later.jsonl ]] || quietly cli events "${work}/later.jsonl"
  await_model
  lists >"${work}/lists.jsonl"
  printf 'seed %s, trained in %s s: ' "${seed}" "${trained}"
  python3 "${split}" score "${work}" | tee -a "${work}/scores"
  stop
done
printf 'mean: '
python3 "${split}" mean "${work}/scores"
