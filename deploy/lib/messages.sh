# shellcheck shell=bash
# What the scripts say. Sourced. Answers go to standard output, the rest to
# standard error.

say() { printf '%s\n' "$*" >&2; }

# die MESSAGE [HINT...]: what failed, then what to do about it.
die() {
  printf '%s: %s\n' "$(basename "$0")" "$1" >&2
  shift
  local hint
  for hint in "$@"; do
    printf '  %s\n' "${hint}" >&2
  done
  exit 1
}
