#!/usr/bin/env bash
# Fuzzes the parsers: tests/fuzz/run.sh [SECONDS] [TARGET...], each target for so
# long (5 s; 0 only compiles them), all of them by default. Findings go to build/fuzz/findings; what
# reaches new code is kept in build/fuzz/corpus for the next run. Exit code 1:
# something was found; 77: clang or its runtime is missing.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
source "${root}/deploy/lib/messages.sh"

readonly SECONDS_EACH=${1:-5}
shift $(($# > 0 ? 1 : 0))
[[ ${SECONDS_EACH} =~ ^(0|[1-9][0-9]{0,5})$ ]] || die \
  "SECONDS is not a number from 0: ${SECONDS_EACH}" \
  "Usage: tests/fuzz/run.sh [SECONDS] [TARGET...]"
readonly FOLDER="${root}/build/fuzz"
readonly BINARY="${FOLDER}/broadsheet_fuzz"
# Of one input, in bytes, megabytes and seconds.
readonly LIMITS=(-max_len=65536 -rss_limit_mb=2048 -timeout=10)

have_libfuzzer() {
  printf 'extern "C" int LLVMFuzzerTestOneInput(const char*, unsigned long) {
    return 0; }' | clang++ -x c++ -fsanitize=fuzzer,address -o /dev/null - \
    2>/dev/null
}

compile() {
  local log="${FOLDER}/build.log"
  mkdir -p "${FOLDER}"
  cmake -S "${root}/tests/fuzz/clang" -B "${FOLDER}" -G Ninja \
    -DCMAKE_C_COMPILER=clang -DCMAKE_CXX_COMPILER=clang++ >"${log}" 2>&1 &&
    ninja -C "${FOLDER}" >>"${log}" 2>&1 && return
  tail -n 30 "${log}" >&2
  die "the fuzzers could not be compiled" "The whole output: ${log}"
}

# fuzz TARGET: answers whether nothing was found.
fuzz() {
  local target=$1 log="${FOLDER}/$1.log"
  local found="${FOLDER}/findings/${target}" grown="${FOLDER}/corpus/${target}"
  local seeds="${root}/tests/fuzz/corpus/${target}"
  mkdir -p "${found}" "${grown}"
  if FUZZ_TARGET=${target} "${BINARY}" "${LIMITS[@]}" \
    -max_total_time="${SECONDS_EACH}" -artifact_prefix="${found}/" \
    -print_final_stats=1 "${grown}" "${seeds}" >"${log}" 2>&1; then
    say "${target}: nothing found" \
      "($(awk '/number_of_executed_units/ { print $2 }' "${log}") inputs)"
    return 0
  fi
  tail -n 40 "${log}" >&2
  say "${target}: something was found; the input is in ${found}"
  return 1
}

if ! command -v clang++ >/dev/null || ! have_libfuzzer; then
  say "skipped: needs clang with libFuzzer (Debian: clang, libclang-rt-dev)"
  exit 77
fi
compile
[[ ${SECONDS_EACH} != 0 ]] || exit 0
mapfile -t targets < <(FUZZ_TARGET=list "${BINARY}")
[[ $# -eq 0 ]] || targets=("$@")
((${#targets[@]} > 0)) || die "there are no targets" "See ${FOLDER}"
bad=0
for target in "${targets[@]}"; do
  fuzz "${target}" || bad=1
done
exit "${bad}"
