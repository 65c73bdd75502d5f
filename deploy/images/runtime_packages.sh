#!/usr/bin/env bash
# Prints the Debian packages that hold the shared libraries of the programs
# given, one a line, sorted. Fails when a library is missing or has no package.
set -euo pipefail

# libraries PROGRAM...: the files that the loader would take.
libraries() {
  local found
  found=$(ldd "$@")
  ! grep 'not found' <<<"${found}" >&2 || return 1
  awk '$2 == "=>" { print $3 }' <<<"${found}" | sort -u
}

files=$(libraries "$@")
# dpkg knows files by their real paths, the loader by links.
xargs realpath <<<"${files}" | xargs dpkg-query --search | sed 's/:.*//' |
  sort -u
