#!/usr/bin/env bash
# Runs PostgreSQL in its container: makes the cluster and its database the first
# time, and takes the password from its file whenever that is newer.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
source "${root}/deploy/lib/messages.sh"
source "${root}/deploy/lib/cluster_settings.sh"

readonly password=/var/lib/broadsheet/database/password
readonly home=/var/lib/postgresql
readonly data="${home}/17"
readonly role=broadsheet

# One server on this volume, whatever container it runs in: its process number
# means nothing to another container. The server inherits the lock.
lock_volume() {
  exec 9>"${home}/lock"
  flock -n 9 || die "another container runs PostgreSQL on this volume"
  rm -f "${data}/postmaster.pid"
}

refuse_other_version() {
  local folder
  for folder in "${home}"/*/PG_VERSION; do
    [[ ! -e ${folder} || ${folder} == "${data}/PG_VERSION" ]] ||
      die "the volume holds data of PostgreSQL $(<"${folder}"), not 17" \
        "Move them by dump and restore: deploy/images/README.md says how."
  done
}

# Under another name first: a crash leaves none half made.
make_cluster() {
  rm -rf "${data}.new"
  initdb -D "${data}.new" -U "${role}" --pwfile="${password}" \
    --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --data-checksums
  printf "\ninclude 'broadsheet.conf'\n" >>"${data}.new/postgresql.conf"
  cat >"${data}.new/pg_hba.conf" <<'RULES'
# From this container and from those in its networks; always with a password.
host all all samehost scram-sha-256
host all all samenet scram-sha-256
RULES
  write_settings "${data}.new"
  single_user "${data}.new" "CREATE DATABASE ${role}"
  touch -r "${password}" "${data}.new/password-set"
  mv -T "${data}.new" "${data}"
}

write_settings() {
  cat >"$1/broadsheet.conf" <<SETTINGS
listen_addresses = '*'
unix_socket_directories = ''
port = 5432
$(common_settings)
SETTINGS
}

# single_user DATA STATEMENT: while no server runs. A failed statement shows
# only in the output.
single_user() {
  local output
  if ! output=$(postgres --single -D "$1" postgres <<<"$2;" 2>&1) ||
    [[ ${output} == *ERROR:* ]]; then
    die "cannot run ${2%% *}" "${output}"
  fi
}

set_password() {
  [[ ${password} -nt ${data}/password-set ]] || return 0
  single_user "${data}" "ALTER ROLE ${role} PASSWORD '$(<"${password}")'"
  touch -r "${password}" "${data}/password-set"
}

[[ -s ${password} ]] || die "there is no password in ${password}" \
  "The service 'secrets' of docker-compose.yml makes it."
lock_volume
refuse_other_version
[[ -e ${data}/PG_VERSION ]] || make_cluster
write_settings "${data}"
set_password
exec postgres -D "${data}"
