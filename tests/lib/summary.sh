# shellcheck shell=bash
# The last line of a test run. Sourced.

# count STATUS REPORT: test cases of ctest's JUnit report with that status. The
# fixtures, which start and stop the database, count only when they fail.
count() {
  grep -oE '<testcase name="[^"]*"[^>]* status="[a-z]+"' "$2" 2>/dev/null |
    grep -vE 'name="postgres\.(start|stop)".* status="run"' |
    grep -c " status=\"$1\"" || true
}

# cases FOLDER: "PASSED FAILED" by the reports of unit tests, each of which
# ctest has counted as one already. FOLDER lies beside ctest's own report, which
# is written at the end of a run: without it nothing is known to have passed.
cases() {
  sed -nE '/^<testsuites /s/.* tests="([0-9]+)" failures="([0-9]+)" disabled="([0-9]+)".*/\1 \2 \3/p' \
    "$1"/*.xml 2>/dev/null |
    awk '{ if ($2 > 0) { failed += $2 - 1; passed += $1 - $2 - $3 }
           else passed += $1 - $3 - 1 }
         END { print passed + 0, failed + 0 }'
}

# summarize REPORT CTEST_CODE [KNOWN]: prints the line; answers whether none
# failed. KNOWN: so many are known to have failed, whatever ctest says.
summarize() {
  local passed failed skipped unit
  unit=(0 0)
  [[ ! -f $1 ]] || read -ra unit < <(cases "$(dirname "$1")/test-cases")
  passed=$(($(count run "$1") + unit[0]))
  failed=$(($(count fail "$1") + unit[1]))
  ((failed >= ${3:-0})) || failed=$3
  skipped=$(($(count notrun "$1") + $(count disabled "$1")))
  if (($2 != 0 && failed == 0)); then
    say "ctest ended with code $2: the run is not complete."
    failed=1
  fi
  printf '%s passed, %s failed, %s skipped\n' "${passed}" "${failed}" \
    "${skipped}"
  ((failed == 0))
}
