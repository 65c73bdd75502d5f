#!/usr/bin/env bash
# CPU of the gateway per request, and requests a second, for the front page, a
# paper and a search as JSON, beside a bare Beast server that answers the same
# bytes: web.sh [PAPERS.jsonl]. Needs wrk. Also: how others fare while 2,000
# connections idle and 200 send their requests byte by byte, and how long pages
# take to their first byte.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
papers=${1:-${root}/deploy/sample/papers.jsonl}
port=${BROADSHEET_BENCH_PORT:-31080}
source "${root}/tests/bench/lib.sh"
command -v wrk >/dev/null || { echo "skipped: wrk is missing"; exit 77; }
readonly SECONDS_EACH=${BROADSHEET_BENCH_SECONDS:-5} CONNECTIONS=16
readonly BARE_PORT=$((port + 7))
ticks=$(getconf CLK_TCK)

# cpu PID: the ticks that a process has used.
cpu() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }

# measure PID URL [WRK_OPTION...]: "REQUESTS_A_SECOND MICROSECONDS_OF_CPU".
measure() {
  local before after out requests
  before=$(cpu "$1")
  out=$(wrk -t 1 -c "${CONNECTIONS}" -d "${SECONDS_EACH}s" "${@:3}" "$2")
  after=$(cpu "$1")
  requests=$(awk '/requests in/ { print $1 }' <<<"${out}")
  if grep -q 'Non-2xx' <<<"${out}"; then
    printf '%s\n' "${out}" >&2
    die "not all answers to $2 were good"
  fi
  awk -v n="${requests}" -v t=$((after - before)) -v hz="${ticks}" \
    -v s="${SECONDS_EACH}" \
    'BEGIN { printf "%.0f %.1f\n", n / s, t / hz / n * 1e6 }'
}

# compare NAME PATH
compare() {
  local url="http://127.0.0.1:${port}$2" bare ours theirs
  curl -sS --fail --noproxy '*' -o "${data}/page" "${url}"
  "${BROADSHEET_BIN_DIR}/broadsheet-bare-http" "${BARE_PORT}" "${data}/page" \
    >"${data}/bare-pid" &
  bare=$!
  for _ in $(seq 100); do [[ -s ${data}/bare-pid ]] && break; sleep 0.05; done
  ours=$(measure "${gateway_pid}" "${url}")
  theirs=$(measure "${bare}" "http://127.0.0.1:${BARE_PORT}/")
  kill "${bare}"
  wait "${bare}" 2>/dev/null || true
  awk -v name="$1" -v bytes="$(stat -c %s "${data}/page")" -v o="${ours}" \
    -v t="${theirs}" 'BEGIN {
      split(o, a); split(t, b)
      printf "%-34s %7d bytes  %7d/s %8.1f us   bare %7d/s %7.1f us   %.2f\n",
        name, bytes, a[1], a[2], b[1], b[2], b[2] / a[2] }'
}

# first_byte NAME PATH [CURL_OPTION...]: of pages that are not kept, asked for one
# after the other.
first_byte() {
  local i
  for ((i = 0; i < 50; ++i)); do
    curl -sS --fail --noproxy '*' -o /dev/null -w '%{time_starttransfer}\n' \
      "${@:3}" "http://127.0.0.1:${port}$2"
  done | sort -n | awk -v name="$1" '{ ms[NR] = $1 * 1000 }
    END { printf "%-34s %8.1f ms %8.1f ms %8.1f ms\n", name, ms[int(NR / 2)],
            ms[int(NR * 0.95)], ms[NR] }'
}

start --recommend 1
cli ingest "${papers}" >/dev/null
gateway_pid=$(ss -Hltnp "sport = :${port}" |
  sed -nE 's/.*pid=([0-9]+).*/\1/p' | head -n 1)
[[ -n ${gateway_pid} ]] || die "the gateway's process is not found"
# zcat is cut short, which is no failure.
mapfile -t ids < <({ zcat -f "${papers}" 2>/dev/null || true; } | head -n 24 |
  sed -nE 's/.*"id": ?"([^"]+)".*/\1/p')
paper=${ids[0]//\//%2F}
# A front page with a day's list.
for id in "${ids[@]}"; do
  cli submit "${id}" --reader "bench-${id//[^0-9]/}" >/dev/null
done

# What comes in changes lists, and lists that change are not kept.
for _ in $(seq 120); do
  state=$(curl -sS --fail --noproxy '*' \
    "http://127.0.0.1:${port}/api/v1/recommend/status")
  [[ ${state} == *'"changesBehind":"0"'* ]] && break
  sleep 0.5
done

echo "requests a second, CPU of the server a request; the last: bare / ours"
compare "front page" /
compare "paper" "/papers/${paper}"
search="/api/v1/search?query=learning&page_size=20"
compare "search, JSON" "${search}"
# With a cookie, even one that means nothing, answers are not kept: what the
# gateway adds to each call of the recommender.
asked=$(measure "${gateway_pid}" "http://127.0.0.1:${port}${search}" \
  -H 'Cookie: none=1')
printf '%-34s %21d/s %8.1f us\n' \
  "search, asked of recommend each time" "${asked% *}" "${asked#* }"
echo "first byte of a page that is made for one: p50, p95, the slowest (aim 50 ms)"
token=$(curl -sS --fail --noproxy '*' -H 'Content-Type: application/json' \
  -H "Authorization: Bearer $(<"${data}/operator-token")" \
  -d "{\"readerId\":\"bench-${ids[0]//[^0-9]/}\"}" \
  "http://127.0.0.1:${port}/api/v1/tokens" |
  sed -nE 's/.*"token": ?"([^"]+)".*/\1/p')
reader=(-H "Authorization: Bearer ${token}")
first_byte "front page" / "${reader[@]}"
first_byte "paper with similar ones" "/papers/${paper}" "${reader[@]}"
first_byte "trending" /papers/trending "${reader[@]}"
first_byte "search with facets" "/papers?q=deep+learning" "${reader[@]}"
first_byte "For You" /feed "${reader[@]}"
first_byte "library" /library "${reader[@]}"
# What a caller of recommend spends on the same messages (aim: the gateway 100
# us more).
"${bench}" lists "127.0.0.1:$((port + 13))" --kind search --query learning \
  --threads "${CONNECTIONS}" --calls 10000 |
  sed 's/^/the same of recommend itself: /'
"${root}/tests/bench/slow_clients.py" "127.0.0.1:${port}" "${gateway_pid}"
