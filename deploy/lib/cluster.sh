# shellcheck shell=bash
# The private PostgreSQL cluster under ${dir}. Sourced by postgres.sh, which
# sets ${dir} and ${here}.
# shellcheck disable=SC2154

readonly START_SECONDS=120
readonly STOP_SECONDS=60
readonly CLUSTER_USER=broadsheet
readonly CLUSTER_DATABASE=broadsheet
# Where the data go when the user `postgres` cannot enter ${dir}.
readonly FALLBACK_ROOT=/var/lib/broadsheet

# cluster_locked COMMAND...: one start or stop at a time.
cluster_locked() {
  mkdir -p "${dir}" 2>/dev/null || die "cannot create ${dir}" \
    "Check its permissions, or choose another folder."
  [[ -w ${dir} ]] || die "cannot write to ${dir}" \
    "It belongs to $(stat -c %U "${dir}"): run this as that user, or choose" \
    "another folder."
  exec 9>"${dir}/lock"
  flock -w "${START_SECONDS}" 9 || die "another start or stop is going on" \
    "Wait for it; 'fuser ${dir}/lock' shows which process holds the lock."
  "$@"
}

# owner_run COMMAND...: as the user that owns the cluster: PostgreSQL refuses to
# run as root. The lock is not passed on, or the server would hold it.
owner_run() {
  if ((EUID != 0)); then
    "$@" 9>&-
  else
    runuser -u postgres -- "$@" 9>&-
  fi
}

# server_bin MAJOR: the programs of that version; of the newest when empty.
server_bin() {
  local bin
  for bin in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV); do
    [[ -x ${bin}/postgres ]] || continue
    [[ -z $1 || ${bin} == */"$1"/bin ]] || continue
    printf '%s\n' "${bin}"
    return
  done
  return 1
}

# Sets ${bin} to the programs that fit the data, or says why there are none.
find_server() {
  local made_by='' newest
  newest=$(server_bin '') || die "no PostgreSQL server is installed" \
    "Run: ${here}/install.sh run"
  made_by=$(owner_run cat "$(data_path)/PG_VERSION" 2>/dev/null) || true
  bin=$(server_bin "${made_by}") && return
  newest=$(basename "$(dirname "${newest}")")
  die "the data in ${dir} are of PostgreSQL ${made_by};\
 this machine has ${newest}" \
    "Move them by dump and restore. Where PostgreSQL ${made_by} is installed:" \
    "  ${here}/postgres.sh start '${dir}'" \
    "  C=\$(${here}/postgres.sh conninfo '${dir}')" \
    "  pg_dump -Fc -f broadsheet.dump -d \"\$C\"" \
    "  ${here}/postgres.sh stop '${dir}' && mv '${dir}' '${dir}.old'" \
    "Then, where PostgreSQL ${newest} is installed:" \
    "  C=\$(${here}/postgres.sh start '${dir}')" \
    "  pg_restore -d \"\$C\" broadsheet.dump"
}

# data_path: where the data really lie: the cluster's user may be unable to
# follow the link in ${dir}.
data_path() { realpath -m -- "${dir}/data/main"; }

# running_pid: the server's pid. The pid file alone proves nothing: after a
# crash or a reboot the pid can be another process's.
running_pid() {
  local pid folder
  stamp_pid "${dir}/stamp" && return
  pid=$(owner_run head -n 1 "$(data_path)/postmaster.pid" 2>/dev/null) ||
    return 1
  [[ ${pid} =~ ^[0-9]+$ ]] || return 1
  folder=$(owner_run readlink "/proc/${pid}/cwd" 2>/dev/null) || return 1
  [[ ${folder} == "$(data_path)" ]] || return 1
  printf '%s\n' "${pid}"
}

# conninfo_value TEXT: quoted as libpq wants it.
conninfo_value() {
  local text=${1//\\/\\\\}
  printf "'%s'" "${text//\'/\\\'}"
}

# connection DATABASE: for the database of that name.
connection() {
  printf 'host=%s user=%s dbname=%s passfile=%s\n' \
    "$(conninfo_value "$(<"${dir}/socket-dir")")" "${CLUSTER_USER}" "$1" \
    "$(conninfo_value "${dir}/passfile")"
}

cluster_conninfo() {
  [[ -r ${dir}/socket-dir ]] || die "there is no cluster in ${dir}" \
    "Run: ${here}/postgres.sh start ${dir}"
  connection "${CLUSTER_DATABASE}"
}

# Makes the folder of the data, where the cluster's user can reach it.
make_data_folder() {
  local folder="${dir}/data"
  [[ ! -d ${folder} ]] || return 0
  if ((EUID != 0)); then
    mkdir -m 700 "${folder}"
    return
  fi
  id postgres >/dev/null 2>&1 || die "there is no user 'postgres'" \
    "PostgreSQL must not run as root. Run: ${here}/install.sh run"
  install -d -m 700 -o postgres -g postgres "${folder}"
  owner_run test -w "${folder}" || move_data_folder
}

# Links the still empty data folder to one outside ${dir}.
move_data_folder() {
  local target old
  mkdir -p "${FALLBACK_ROOT}"
  for old in "${FALLBACK_ROOT}/$(path_hash)"-*; do
    [[ ! -d ${old} ]] || say "note: ${old} keeps the data of an earlier" \
      "${dir}; delete it when it is not needed."
  done
  target=$(mktemp -d "${FALLBACK_ROOT}/$(path_hash)-XXXXXX")
  chown postgres:postgres "${target}"
  rmdir "${dir}/data"
  ln -s "${target}" "${dir}/data"
}

path_hash() { printf '%s' "${dir}" | sha256sum | cut -c 1-12; }

new_password() {
  local password
  password=$(head -c 24 /dev/urandom | base64 | tr '+/' '-_')
  (umask 077 && printf '*:*:*:%s:%s\n' "${CLUSTER_USER}" "${password}" \
    >"${dir}/passfile.new")
  printf '%s\n' "${password}"
}

# Makes the cluster under another name first: a crash leaves none half made.
make_cluster() {
  local data output pwfile
  make_data_folder
  data=$(data_path)
  owner_run rm -rf -- "${data}.new"
  # The cluster's user cannot read ${dir}/passfile, nor perhaps our TMPDIR.
  pwfile=$(owner_run mktemp /tmp/broadsheet-XXXXXX)
  new_password | owner_run tee "${pwfile}" >/dev/null
  if ! output=$(owner_run "${bin}/initdb" -D "${data}.new" \
    -U "${CLUSTER_USER}" --pwfile="${pwfile}" --auth=scram-sha-256 \
    --encoding=UTF8 --locale=C.UTF-8 --data-checksums 2>&1); then
    owner_run rm -f "${pwfile}"
    die "initdb failed: ${output}" "Is there room on the disk? df -h ${dir}"
  fi
  owner_run rm -f "${pwfile}"
  printf "\ninclude 'broadsheet.conf'\n" |
    owner_run tee -a "${data}.new/postgresql.conf" >/dev/null
  mv "${dir}/passfile.new" "${dir}/passfile"
  owner_run mv -T "${data}.new" "${data}"
}

# Gives the stopped cluster a new password when the file with it got lost.
reset_password() {
  local password output
  password=$(new_password)
  output=$(printf "ALTER ROLE %s PASSWORD '%s';\n" "${CLUSTER_USER}" \
    "${password}" | owner_run "${bin}/postgres" --single -D "$(data_path)" \
    postgres 2>&1) || die "cannot set a new password: ${output}"
  mv "${dir}/passfile.new" "${dir}/passfile"
}

# The socket's path must stay under 107 bytes, whatever ${dir} is; and nobody
# but the cluster's user (and root) may enter its folder. New after a reboot.
make_socket_folder() {
  local folder='' root=/tmp
  [[ ! -r ${dir}/socket-dir ]] || folder=$(<"${dir}/socket-dir")
  [[ -n ${folder} && -d ${folder} && ! -L ${folder} ]] &&
    owner_run test -O "${folder}" -a -w "${folder}" && return
  ((EUID != 0)) || [[ ! -w /run ]] || root=/run
  folder=$(mktemp -d "${root}/broadsheet-XXXXXX")
  ((EUID != 0)) || chown postgres:postgres "${folder}"
  printf '%s\n' "${folder}" >"${dir}/socket-dir"
}

write_settings() {
  owner_run tee "$(data_path)/broadsheet.conf" >/dev/null <<SETTINGS
listen_addresses = ''
unix_socket_directories = '$(<"${dir}/socket-dir")'
unix_socket_permissions = 0700
port = 5432
$(common_settings)
SETTINGS
}

# A stale pid file stops PostgreSQL when its pid is now another process's.
clear_stale_files() {
  owner_run rm -f "$(data_path)/postmaster.pid" \
    "$(<"${dir}/socket-dir")/.s.PGSQL.5432.lock"
}

# One log of warnings and errors, cut at each start when it has grown large.
log_path() { printf '%s/server.log\n' "$(data_path)"; }

rotate_log() {
  local log size
  log=$(log_path)
  size=$(owner_run stat -c %s "${log}" 2>/dev/null || echo 0)
  ((size < 10000000)) || owner_run mv "${log}" "${log}.1"
}

# server_start: true when it accepts connections. After a kill -9 of the server,
# its last children may still hold the shared memory for a moment.
server_start() {
  local attempt
  for attempt in 1 2 3; do
    owner_run "${bin}/pg_ctl" start -D "$(data_path)" -l "$(log_path)" -w -s \
      -t "${START_SECONDS}" >/dev/null 2>&1 && return
    sleep "${attempt}"
  done
  return 1
}

launch() {
  rotate_log
  if ! server_start; then
    say "$(owner_run tail -n 10 "$(log_path)" 2>/dev/null)"
    die "PostgreSQL did not start within ${START_SECONDS} s" \
      "Its log, with the last lines above: $(log_path)"
  fi
  stamp_write "$(owner_run head -n 1 "$(data_path)/postmaster.pid")" \
    "${dir}/stamp"
}

make_database() {
  local query="SELECT 1 FROM pg_database WHERE datname = '${CLUSTER_DATABASE}'"
  [[ $("${bin}/psql" -XAtq "$(connection postgres)" -c "${query}") == 1 ]] ||
    "${bin}/psql" -Xq "$(connection postgres)" \
      -c "CREATE DATABASE ${CLUSTER_DATABASE}"
}

cluster_start() {
  local pid
  find_server
  if pid=$(running_pid) && [[ -r ${dir}/socket-dir ]]; then
    # A start that was killed before its end leaves no stamp, by which the
    # keeper knows the server.
    stamp_pid "${dir}/stamp" >/dev/null || stamp_write "${pid}" "${dir}/stamp"
    make_database
    return
  fi
  owner_run test -e "$(data_path)/PG_VERSION" || make_cluster
  make_socket_folder
  write_settings
  clear_stale_files
  [[ -s ${dir}/passfile ]] || reset_password
  launch
  make_database
}

cluster_stop() {
  running_pid >/dev/null || return 0
  find_server
  owner_run "${bin}/pg_ctl" stop -D "$(data_path)" -m "$1" -w -s \
    -t "${STOP_SECONDS}" || die "PostgreSQL did not stop" \
    "Its log: $(log_path)" \
    "Harder: ${here}/postgres.sh stop ${dir} immediate"
  rm -f "${dir}/stamp"
}

cluster_status() {
  local pid
  if ! pid=$(running_pid); then
    printf 'stopped\n'
    return 3
  fi
  printf 'running, pid %s, socket in %s, log %s\n' "${pid}" \
    "$(<"${dir}/socket-dir")" "$(log_path)"
}

cluster_remove() {
  local data
  cluster_stop immediate
  data=$(realpath -m -- "${dir}/data")
  [[ ! -r ${dir}/socket-dir ]] || rm -rf -- "$(<"${dir}/socket-dir")"
  [[ ! -L ${dir}/data ]] || [[ ${data} != "${FALLBACK_ROOT}"/* ]] ||
    rm -rf -- "${data}"
  rm -rf -- "${dir}"
}
