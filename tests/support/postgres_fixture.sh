#!/usr/bin/env bash
# The cluster of one test run: postgres_fixture.sh start|stop DIR. A cluster
# that an interrupted run left behind is deleted first.
set -euo pipefail
postgres="$(dirname "${BASH_SOURCE[0]}")/../../deploy/postgres.sh"
"${postgres}" remove "$2"
[[ $1 == stop ]] || "${postgres}" start "$2"
