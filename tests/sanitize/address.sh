#!/usr/bin/env bash
# AddressSanitizer, with leaks, and UndefinedBehaviorSanitizer over the unit,
# integration and system tests and over the services that these start:
#   tests/sanitize/address.sh [FILTER]
# FILTER and the last line are those of tests/run.sh. Not run: the tests of
# sources, scripts, containers, examples and pages in a browser, which test no
# further C++ (the system tests send the same requests), and the fuzzers, which
# have a sanitized build of their own.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
source "${root}/tests/sanitize/lib.sh"

[[ $# -le 1 ]] || die "too many arguments" \
  "Usage: tests/sanitize/address.sh [FILTER]"
select=(-LE '^(style|deploy|browser|fuzz|examples)$')
[[ $# -eq 0 ]] || select+=(-R "$1")

sanitized_build asan all
sanitized_tests asan "${select[@]}"
