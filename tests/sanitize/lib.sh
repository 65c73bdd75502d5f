# shellcheck shell=bash
# Builds with a sanitizer and runs the tests. Sourced with ${root}.
# shellcheck disable=SC2154
source "${root}/deploy/lib/messages.sh"
source "${root}/deploy/lib/build.sh"
source "${root}/tests/lib/summary.sh"

readonly SANITIZED_LIMIT_SECONDS=5400
# Of a process that reported, whatever else it would have ended with.
readonly REPORTED=86

# sanitized_build PRESET TARGET...: into build/PRESET.
sanitized_build() {
  local preset=$1
  shift
  "${root}/deploy/install.sh" build run test
  build_preset "${preset}" "${root}/build/${preset}" "$@"
}

# sanitized_tests PRESET CTEST_ARGUMENT...: each process, a test or a service
# that it started, writes its report to a file; a file is a failure, even when
# the test that started the process passed.
sanitized_tests() {
  local folder="${root}/build/$1" code=0
  local reports="${folder}/reports" junit="${folder}/test-report.xml"
  shift
  rm -rf "${reports}" "${junit}"
  mkdir -p "${reports}"
  export_options "${reports}"
  timeout --foreground "${SANITIZED_LIMIT_SECONDS}" ctest \
    --test-dir "${folder}" -j 2 --output-on-failure --no-tests=error \
    --output-junit "${junit}" "$@" || code=$?
  ((code != 124)) ||
    say "The tests were stopped after ${SANITIZED_LIMIT_SECONDS} s."
  print_reports "${reports}"
  summarize "${junit}" "${code}" "$(report_files "${reports}" | wc -l)"
}

# export_options REPORTS: for the tests and all that they start. An undefined
# operation aborts, because the message of UBSan goes to standard error in any
# case, that is, for a service, to a log that its test deletes; the abort is
# what AddressSanitizer puts on file, with the stack.
export_options() {
  local all="exitcode=${REPORTED}:log_path=$1/report:log_exe_name=1"
  local here="${root}/tests/sanitize"
  ASAN_OPTIONS="${all}:detect_leaks=1:handle_abort=1"
  ASAN_OPTIONS+=":detect_stack_use_after_return=1:strict_string_checks=1"
  ASAN_OPTIONS+=":check_initialization_order=1:strict_init_order=1"
  LSAN_OPTIONS="exitcode=${REPORTED}"
  UBSAN_OPTIONS="${all}:print_stacktrace=1:halt_on_error=1:abort_on_error=1"
  TSAN_OPTIONS="${all}:ignore_noninstrumented_modules=1"
  TSAN_OPTIONS+=":second_deadlock_stack=1:history_size=4"
  [[ ! -e ${here}/leaks.supp ]] ||
    LSAN_OPTIONS+=":suppressions=${here}/leaks.supp:print_suppressions=0"
  [[ ! -e ${here}/thread.supp ]] ||
    TSAN_OPTIONS+=":suppressions=${here}/thread.supp"
  export ASAN_OPTIONS LSAN_OPTIONS UBSAN_OPTIONS TSAN_OPTIONS
}

report_files() { find "$1" -type f -size +0; }

print_reports() {
  local file
  while read -r file; do
    say "Report of a sanitizer: ${file}"
    head -n 60 "${file}" >&2
  done < <(report_files "$1" | sort)
}
