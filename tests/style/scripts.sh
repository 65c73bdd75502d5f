#!/usr/bin/env bash
# Do the shell scripts pass shellcheck? Exit code 77: it is not installed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
if ! command -v shellcheck >/dev/null; then
  echo "skipped: shellcheck is missing"
  exit 77
fi
find . -path ./build -prune -o -path ./.broadsheet -prune -o -name '*.sh' \
  -print0 | xargs -0 shellcheck -x --source-path=SCRIPTDIR
