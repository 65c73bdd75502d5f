# shellcheck shell=bash
# Dump and restore of the private cluster. Sourced by postgres.sh after
# cluster.sh.
# shellcheck disable=SC2154

# The feed and its marks mean nothing in another cluster: a restored database
# begins a new feed.
readonly NOT_IN_DUMP=(changes feed_marks)

# dump_arguments: what is left out.
dump_arguments() {
  local table
  for table in "${NOT_IN_DUMP[@]}"; do
    printf '%s\n' "--exclude-table-data=${table}"
  done
}

# with_cluster COMMAND...: runs it while the cluster runs; a cluster that was
# stopped is stopped again.
with_cluster() {
  local was_running='' result=0
  ! running_pid >/dev/null || was_running=1
  cluster_start
  "$@" || result=$?
  [[ -n ${was_running} ]] || cluster_stop fast
  return "${result}"
}

# cluster_backup FILE: a consistent dump, also while everything runs. FILE gets
# its name when the dump is whole.
cluster_backup() {
  local file=$1 arguments
  [[ -e ${dir}/data/main ]] || die "there is no cluster in ${dir}"
  mapfile -t arguments < <(dump_arguments)
  (umask 077 && : >"${file}.part") 2>/dev/null ||
    die "cannot write ${file}.part"
  "${bin:?}/pg_dump" --format=custom --no-owner "${arguments[@]}" \
    --file="${file}.part" --dbname="$(cluster_conninfo)" ||
    die "pg_dump failed" "Is there room on the disk? df -h '${file}.part'"
  sync -- "${file}.part"
  mv -- "${file}.part" "${file}"
}

# Says why a database is not to be overwritten, unless it is empty.
require_empty() {
  local tables
  tables=$("${bin}/psql" -XAtq -d "$(cluster_conninfo)" -c \
    "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid =
     relnamespace WHERE relkind = 'r' AND nspname = 'public'")
  ((tables == 0)) || die "the database in ${dir} is not empty" \
    "A backup goes into a new one, so that followers notice. Move it away:" \
    "  mv '${dir}' '${dir}.old'"
}

# cluster_restore FILE: all of it or nothing, whatever is killed meanwhile.
cluster_restore() {
  local file=$1
  "${bin}/pg_restore" --list "${file}" >/dev/null 2>&1 ||
    die "${file} is not a backup, or one of a newer PostgreSQL than this"
  require_empty
  "${bin}/pg_restore" --single-transaction --exit-on-error --no-owner \
    --dbname="$(cluster_conninfo)" "${file}" ||
    die "the restore failed; nothing was restored"
}
