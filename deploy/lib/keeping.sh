# shellcheck shell=bash
# Starts and stops services, each under a keeper of its own. Sourced with
# ${run}, ${data} and what services.sh defines.
# shellcheck disable=SC2154

readonly STOP_SECONDS=20
readonly KEEPER_SECONDS=10

service_running() { stamp_pid "${run}/$1.stamp" >/dev/null; }
keeper_running() { stamp_pid "${run}/$1.keeper" >/dev/null; }

# Everything that was ever started here, known by its files.
kept_names() {
  local file
  for file in "${run}"/*.keeper "${run}"/*.stamp; do
    [[ ! -e ${file} ]] || basename "${file%.*}"
  done | sort -u
}

any_running() {
  local name
  for name in $(kept_names); do
    ! keeper_running "${name}" && ! service_running "${name}" || return 0
  done
  return 1
}

# wait_for SECONDS COMMAND...: until the command succeeds.
wait_for() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < end)) || return 1
    sleep 0.1
  done
}

gone() { ! keeper_running "$1" && ! service_running "$1"; }

# signal KIND SIGNAL NAME: to the keeper or the service, if it runs.
signal() {
  local pid
  pid=$(stamp_pid "${run}/$3.$1") || return 0
  kill -s "$2" "${pid}" 2>/dev/null || true
}

# stop_service NAME: in order; by force when it takes too long.
stop_service() {
  if ! gone "$1"; then
    signal keeper TERM "$1"
    # Its keeper may have been killed.
    keeper_running "$1" || signal stamp TERM "$1"
    if ! wait_for "${STOP_SECONDS}" gone "$1"; then
      say "$1 does not end; killing it"
      signal keeper KILL "$1"
      signal stamp KILL "$1"
    fi
  fi
  rm -f "${run}/$1".{keeper,stamp,failures,command}
}

# launch NAME COMMAND...: in the background, cut off from this terminal and from
# the lock that this script holds.
launch() {
  local name=$1
  shift
  setsid "$@" </dev/null >/dev/null 2>&1 9>&- &
  wait_for "${KEEPER_SECONDS}" keeper_running "${name}" ||
    die "cannot start the keeper of ${name}" "Its log: ${data}/log/${name}.log"
}

# ensure_service NAME: starts it unless it runs with this very command. A newly
# built program or other arguments count as another command.
ensure_service() {
  local program wanted arguments
  program=$(service_program "$1")
  mapfile -t arguments < <(service_arguments "$1")
  wanted="$(stat -c '%Y %s' "${program}") ${arguments[*]}"
  if keeper_running "$1" &&
    [[ $(cat "${run}/$1.command" 2>/dev/null) == "${wanted}" ]]; then
    return
  fi
  stop_service "$1"
  printf '%s\n' "${wanted}" >"${run}/$1.command"
  launch "$1" "${root}/deploy/keep.sh" "${run}" "${data}/log/$1.log" "$1" \
    "${program}" "${arguments[@]}"
}

ensure_postgres() {
  "${root}/deploy/postgres.sh" start "${data}/postgres" >/dev/null
  keeper_running postgres ||
    launch postgres "${root}/deploy/keep_postgres.sh" "${run}" \
      "${data}/log/postgres.log" "${data}/postgres"
}

stop_postgres() {
  stop_service postgres
  [[ ! -d ${data}/postgres ]] ||
    "${root}/deploy/postgres.sh" stop "${data}/postgres"
}
