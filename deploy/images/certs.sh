#!/usr/bin/env bash
# certs.sh make|rotate|show in the container: for the services of
# docker-compose.tls.yml, whose volumes are mounted under /tls.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
command=${1:-make}
[[ $# -eq 0 ]] || shift
exec "${here}/../certs.sh" "${command}" /tls "$@" \
  storage ingest recommend trainer digest gateway cli
