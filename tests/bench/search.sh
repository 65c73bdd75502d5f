#!/usr/bin/env bash
# The figures of docs/search.md: tests/bench/search.sh DATA [FOLDER [PART...]].
# DATA has the folders arxiv and scifact; FOLDER (a new one in /tmp) keeps
# inputs, runs and the trained encoders. PART, all by default: judged, known,
# cpu (beside Xapian, SQLite and PostgreSQL), growth (10,000 to 1,000,000 made
# papers beside the same; draws docs/images/search-*.svg). Exit code 77: the
# data are not there.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
source "${root}/deploy/lib/messages.sh"
readonly DATA=${1:-${root}/../shared/data}
readonly FOLDER=${2:-$(mktemp -d)}
readonly PARTS=("${@:3}")
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

for part in "${PARTS[@]}"; do
  [[ ${part} =~ ^(judged|known|cpu|growth)$ ]] || die "no part ${part}" \
    "Parts: judged known cpu growth"
done

# chosen PART
chosen() {
  [[ ${#PARTS[@]} -eq 0 || " ${PARTS[*]} " == *" $1 "* ]]
}

known() {
  python3 "${HERE}/known_items.py" "${FOLDER}/arxiv.jsonl" \
    >"${FOLDER}/known.tsv"
  python3 "${HERE}/plain_bm25.py" "${FOLDER}/arxiv.jsonl" \
    "${FOLDER}/known.tsv" >"${FOLDER}/plain-known.tsv"
  ask arxiv known known-words
  ask arxiv known known-all --model "${FOLDER}/arxiv.model"
  python3 "${HERE}/evaluate.py" known "${FOLDER}/plain-known.tsv" \
    "${FOLDER}/known-words.tsv" "${FOLDER}/known-all.tsv"
}

# beside NAME OPTION...: the engine, then its peers with the same texts.
beside() {
  local texts="${FOLDER}/$1" server
  say "CPU: $1"
  mkdir -p "${texts}"
  "${BENCH}" cpu "${@:2}" --dump "${texts}" 2>&1 | tee "${texts}/engine"
  python3 "${HERE}/peers.py" "${texts}" xapian sqlite | tee "${texts}/peers"
  server=$("${root}/deploy/postgres.sh" start "${texts}/postgres")
  python3 "${HERE}/peers.py" "${texts}" postgres "${server} dbname=postgres" |
    tee -a "${texts}/peers"
  "${root}/deploy/postgres.sh" remove "${texts}/postgres"
  rm -rf "${texts}/xapian" "${texts}/texts.tsv"
}

# points SERIES SED_PROGRAM FILE: a point of a plot for each size, whose value
# the program finds in the file of that size.
points() {
  local papers
  for papers in 10000 100000 1000000; do
    printf '%s %s %s\n' "$1" "${papers}" \
      "$(sed -nE "$2" "${FOLDER}/made-${papers}/$3")"
  done
}

plot() {
  python3 "${root}/tests/bench/plot.py" "$1" "papers" "$2" \
    "${root}/docs/images/search-$3.svg"
}

growth() {
  local papers
  for papers in 10000 100000 1000000; do
    beside "made-${papers}" --made "${papers}"
  done
  {
    points Broadsheet 's/^best 10 +([0-9.]+) us.*/\1/p' engine
    for peer in xapian sqlite postgres; do
      points "${peer}" "s/^${peer} .* ([0-9.]+) us CPU.*/\1/p" peers
    done
  } | plot "Best 10 of words joined by OR" "us of CPU a query" cpu
  {
    points postings 's/.*postings ([0-9]+),.*/\1/p' engine
    points terms_and_order 's/.*terms and order ([0-9]+)$/\1/p' engine
  } | plot "The index in memory" "bytes a paper" memory
  points Broadsheet 's/.* ([0-9]+) papers\/s;.*/\1/p' engine |
    plot "Building the index" "papers a second of CPU" build
}

if chosen judged || chosen known || chosen cpu; then
  python3 "${HERE}/prepare.py" "${DATA}" "${FOLDER}"
fi
if chosen judged; then
  say "SciFact by itself"
  judged scifact
  say "SciFact among the arXiv papers"
  judged mixed
fi
if chosen known; then
  say "known items: first / in the first ten"
  known
fi
if chosen cpu; then
  beside arxiv --papers "${FOLDER}/arxiv.jsonl" --model "${FOLDER}/arxiv.model"
  beside made-200000 --made 200000
fi
if chosen growth; then growth; fi
