#!/usr/bin/env bash
# A private PostgreSQL cluster in a folder: own data, own socket, own password.
# Debian's clusters are not touched.
#
#   deploy/postgres.sh start DIR     starts it (makes it first); prints conninfo
#   deploy/postgres.sh stop DIR [fast|immediate]
#   deploy/postgres.sh status DIR    exit code 0 when it runs, 3 when not
#   deploy/postgres.sh conninfo DIR   a libpq connection string
#   deploy/postgres.sh remove DIR     stops it and deletes its data
#   deploy/postgres.sh backup DIR FILE    dumps it, also while it is used
#   deploy/postgres.sh restore DIR FILE   into an empty (or new) one
#
# DIR holds: data (a link when the cluster's user cannot enter DIR), passfile
# (the password, for libpq), socket-dir (where the socket lies now), stamp (the
# server's pid and start time).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "${here}/lib/messages.sh"
source "${here}/lib/process.sh"
source "${here}/lib/cluster_settings.sh"
source "${here}/lib/cluster.sh"
source "${here}/lib/backup.sh"

usage() {
  sed -n '2,12s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
  exit 2
}

[[ $# -ge 2 && -n $2 ]] || usage
command=$1
dir=$(realpath -m -- "$2")
mode=${3:-fast}
if [[ ${command} == backup || ${command} == restore ]]; then
  [[ -n ${3:-} ]] || usage
  file=$(realpath -m -- "$3")
fi
# The cluster's user may not be able to read the caller's folder.
cd /

case "${command}" in
  start)
    cluster_locked cluster_start
    cluster_conninfo
    ;;
  stop)
    [[ ${mode} == fast || ${mode} == immediate ]] || usage
    cluster_locked cluster_stop "${mode}"
    ;;
  status) cluster_status ;;
  conninfo) cluster_conninfo ;;
  remove) cluster_locked cluster_remove ;;
  backup) cluster_locked with_cluster cluster_backup "${file}" ;;
  restore) cluster_locked with_cluster cluster_restore "${file}" ;;
  *) usage ;;
esac
