#!/usr/bin/env bash
# The models alone on public data: tests/bench/quality/run.sh [DATA [SEEDS]],
# DATA a folder with citeulike-a/ and citeulike-t/ (../shared/data). Prints the
# tables of docs/quality.md. Exit code 77: the data are not there.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
source "${root}/deploy/lib/messages.sh"

readonly DATA=${1:-${root}/../shared/data}
readonly SEEDS=${2:-5}
readonly BENCH="${BROADSHEET_BIN_DIR:-${root}/build/bin}/broadsheet-quality-bench"
[[ -r ${DATA}/citeulike-a/users.dat ]] || {
  echo "skipped: there is no ${DATA}/citeulike-a/users.dat"
  exit 77
}
[[ -x ${BENCH} ]] || die "there is no ${BENCH}" \
  "Build it: ninja -C build broadsheet-quality-bench"

work=$(mktemp -d)
trap 'rm -rf "${work}"' EXIT
mkdir "${work}/t"
cp "${DATA}"/citeulike-t/*.dat "${work}/t/"
zcat "${DATA}/citeulike-t/papers.jsonl.gz" >"${work}/t/papers.jsonl"

# measure TITLE FOLDER PROTOCOL
measure() {
  printf '\n%s\n\n' "$1"
  "${BENCH}" --data "$2" --protocol "$3" --seeds "${SEEDS}" \
    --model "${work}/model"
}

measure "citeulike-a, warm" "${DATA}/citeulike-a" warm
measure "citeulike-a, readers unknown at training" "${DATA}/citeulike-a" unknown
measure "citeulike-t, warm" "${work}/t" warm
measure "citeulike-t, new papers" "${work}/t" new
measure "citeulike-t, similar papers" "${work}/t" similar
