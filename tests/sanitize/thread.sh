#!/usr/bin/env bash
# ThreadSanitizer over the tests of our own threads and locks:
#   tests/sanitize/thread.sh [FILTER]
# FILTER and the last line are those of tests/run.sh.
#
# The distribution's libgrpc is not instrumented: how it synchronizes is unseen,
# so that code in which gRPC hands a call from thread to thread shows races that
# are none. Left out is what calls or serves gRPC: the suites of UNSOUND, the
# tests of the gateway's calls and of TLS, and the system tests. Left out, too,
# are tests without a second thread: gateway_core_test and storage_unit_test.
# Accesses inside other libraries are not seen either; their mutexes are.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
source "${root}/tests/sanitize/lib.sh"

readonly BINARIES=(common_test recommend_test ingest_test
  ingest_integration_test storage_database_test storage_feed_test cli_test)
# Of those binaries, what has gRPC in the process. SharedPapers has one thread
# and takes long. What other folders of tests hold is not built: ctest would
# name it NOT_BUILT.
UNSOUND='^(Commands|DeadLetterRetry|EnrichmentQueue|GrpcChangeSource'
UNSOUND+='|HarvestRunner|HarvestScheduler|KeptOperations|Rpc|Services|Session'
UNSOUND+='|StatisticsKeeper|UpsertLanes|Upserter)Test\.|^LeaseTurns\.'
readonly UNSOUND
readonly OTHERS='_NOT_BUILT$|^SharedPapersTest\.'

[[ $# -le 1 ]] || die "too many arguments" \
  "Usage: tests/sanitize/thread.sh [FILTER]"
select=(-L '^(unit|integration)$' -E "${UNSOUND}|${OTHERS}")
[[ $# -eq 0 ]] || select+=(-R "$1")

sanitized_build tsan "${BINARIES[@]}"
sanitized_tests tsan "${select[@]}"
