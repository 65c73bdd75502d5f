#!/usr/bin/env bash
# Installs what is missing, builds, runs the tests: tests/run.sh [FILTER], where
# FILTER is a regular expression of test names, as for ctest -R. The last line
# is "N passed, N failed, N skipped"; the exit code is 0 only if none failed.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "${root}/deploy/lib/messages.sh"
source "${root}/deploy/lib/build.sh"
source "${root}/tests/lib/tools.sh"
source "${root}/tests/lib/summary.sh"

readonly LIMIT_SECONDS=900
report="${root}/build/test-report.xml"

[[ $# -le 1 ]] || die "too many arguments" "Usage: tests/run.sh [FILTER]"
select=()
[[ $# -eq 0 ]] || select=(-R "$1")

"${root}/deploy/install.sh" build run test
install_node_tools
build all
# Compiling is no part of the tests' time. 77: without clang they are skipped.
if [[ $# -eq 0 ]]; then
  "${root}/tests/fuzz/run.sh" 0 || [[ $? -eq 77 ]]
fi
rm -rf "${report}" "${root}/build/test-cases"
timeout --foreground "${LIMIT_SECONDS}" ctest --test-dir "${root}/build" \
  -j "$(nproc)" --output-on-failure --no-tests=error --output-junit "${report}" \
  "${select[@]}" && code=0 || code=$?
((code != 124)) || say "The tests were stopped after ${LIMIT_SECONDS} s."
summarize "${report}" "${code}"
