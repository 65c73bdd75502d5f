#!/usr/bin/env bash
# Do the protos pass `buf lint`? protos.sh NODE_FOLDER. Exit code 77: no buf.
set -euo pipefail
buf="$(realpath "$1")/node_modules/.bin/buf"
if [[ ! -x ${buf} ]]; then
  echo "skipped: there is no ${buf}; tests/run.sh installs it from npm"
  exit 77
fi
cd "$(dirname "${BASH_SOURCE[0]}")/../../protos"
exec "${buf}" lint
