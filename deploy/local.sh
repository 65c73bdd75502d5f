#!/usr/bin/env bash
# Broadsheet on this machine, from the bare system to the front page.
#
#   deploy/local.sh up [--data DIR] [--port P] [--recommend N] [--no-sample]
#                      [--tls | --no-tls] [--detach]
#   deploy/local.sh down | status | logs [SERVICE]   [--data DIR] [--port P]
#   deploy/local.sh backup FILE | restore FILE       [--data DIR]
#
# up        installs what is missing, builds, starts PostgreSQL and the
#           services, loads the sample corpus the first time, prints the
#           addresses. Without --detach it stays until Ctrl-C, which stops all
#           without loss.
# down      stops all without loss.
# status    one line a process; exit code 0 when all are ready, 3 otherwise.
# logs      the logs' ends; follows them on a terminal.
# backup    writes the database to FILE, also while all runs.
# restore   reads FILE into a new system: there must be nothing in DIR's
#           database, and nothing may run. Then: up.
#
# --data DIR      where everything is kept (default: .broadsheet beside deploy/)
# --port P        the web port (default 8080); every other port moves with it.
#                 Side by side, each needs its own --data too.
# --recommend N   how many recommenders (default 1, at most 10)
# --no-sample     no sample corpus on the first start
# --tls           gRPC over TLS only, with certificates that are made in
#                 DIR/tls; --no-tls ends it. The web port stays plain.
# BROADSHEET_BIN_DIR=DIR: run the programs there; install and build nothing.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "${root}/deploy/lib/messages.sh"
source "${root}/deploy/lib/process.sh"
source "${root}/deploy/lib/build.sh"
source "${root}/deploy/lib/options.sh"
source "${root}/deploy/lib/services.sh"
source "${root}/deploy/lib/secrets.sh"
source "${root}/deploy/lib/ports.sh"
source "${root}/deploy/lib/keeping.sh"
source "${root}/deploy/lib/readiness.sh"
source "${root}/deploy/lib/sample.sh"
source "${root}/deploy/lib/up.sh"
source "${root}/deploy/lib/inspect.sh"
source "${root}/deploy/lib/keep_safe.sh"

parse_options "$@"
case "${command}" in
  up) up ;;
  down) down ;;
  status) status ;;
  logs) logs ;;
  backup) backup ;;
  restore) restore ;;
esac
