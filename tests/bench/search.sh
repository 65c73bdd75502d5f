#!/usr/bin/env bash
# The figures of docs/search.md: tests/bench/search.sh DATA [FOLDER]. DATA has
# the folders arxiv and scifact; FOLDER (a new one in /tmp) keeps inputs, runs
# and the trained encoder. Exit code 77: the data are not there.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
source "${root}/deploy/lib/messages.sh"
readonly DATA=${1:-${root}/../shared/data}
readonly FOLDER=${2:-$(mktemp -d)}
readonly HERE="${root}/tests/bench/search"
readonly BENCH="${root}/build/bin/broadsheet-search-bench"
[[ -r ${DATA}/scifact/corpus.jsonl.gz && -r ${DATA}/arxiv/papers.jsonl.gz ]] || {
  say "skipped: there is no scifact and arxiv in ${DATA}"
  exit 77
}
[[ -x ${BENCH} ]] || die "there is no ${BENCH}" \
  "Build it: ninja -C build broadsheet-search-bench"

# ask PAPERS QUERIES RUN OPTION...
ask() {
  "${BENCH}" run --papers "${FOLDER}/$1.jsonl" --queries "${FOLDER}/$2.tsv" \
    --limit 100 "${@:4}" >"${FOLDER}/$3.tsv" 2>>"${FOLDER}/log"
}

# judged PAPERS: with all parts, and without each in turn.
judged() {
  local model="${FOLDER}/$1.model" runs=()
  python3 "${HERE}/plain_bm25.py" "${FOLDER}/$1.jsonl" "${FOLDER}/scifact.tsv" \
    >"${FOLDER}/plain-$1.tsv"
  ask "$1" scifact "all-$1" --model "${model}"
  for part in semantic phrases priors exact spelling; do
    ask "$1" scifact "without-${part}-$1" --model "${model}" --without "${part}"
    runs+=("${FOLDER}/without-${part}-$1.tsv")
  done
  python3 "${HERE}/evaluate.py" judged "${FOLDER}/qrels.tsv" \
    "${FOLDER}/plain-$1.tsv" "${FOLDER}/all-$1.tsv" "${runs[@]}"
}

python3 "${HERE}/prepare.py" "${DATA}" "${FOLDER}"
python3 "${HERE}/known_items.py" "${FOLDER}/arxiv.jsonl" >"${FOLDER}/known.tsv"
say "SciFact by itself"
judged scifact
say "SciFact among the arXiv papers"
judged mixed
say "known items: first / in the first ten"
python3 "${HERE}/plain_bm25.py" "${FOLDER}/arxiv.jsonl" "${FOLDER}/known.tsv" \
  >"${FOLDER}/plain-known.tsv"
ask arxiv known known-words
ask arxiv known known-all --model "${FOLDER}/arxiv.model"
python3 "${HERE}/evaluate.py" known "${FOLDER}/plain-known.tsv" \
  "${FOLDER}/known-words.tsv" "${FOLDER}/known-all.tsv"
say "CPU"
"${BENCH}" cpu --papers "${FOLDER}/arxiv.jsonl" --model "${FOLDER}/arxiv.model"
mkdir -p "${FOLDER}/made"
"${BENCH}" cpu --made 200000 --dump "${FOLDER}/made"
python3 "${HERE}/peers.py" "${FOLDER}/made" xapian sqlite
