#!/usr/bin/env bash
# Are all sources formatted as .clang-format says? Exit code 77: cannot tell.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# Versions differ in details; this is Debian 12's, which the sources follow.
readonly VERSION=14
found=$(clang-format --version 2>/dev/null | grep -oE '[0-9]+' | head -n 1) ||
  true
if [[ ${found} != "${VERSION}" ]]; then
  echo "skipped: needs clang-format ${VERSION}, found ${found:-none}"
  exit 77
fi
find . -path ./build -prune -o -path ./.broadsheet -prune -o \
  \( -name '*.h' -o -name '*.cc' \) -print0 |
  xargs -0 clang-format --dry-run -Werror
