# shellcheck shell=bash
# The commands that look. Sourced by local.sh.
# shellcheck disable=SC2154

readonly LOG_LINES=50
readonly STATUS_FORMAT='%-12s %-12s %-23s %-9s %-10s %s\n'

# duration SECONDS: "3d4h", "2h5m", "4m10s".
duration() {
  local s=$1
  if ((s >= 86400)); then
    printf '%dd%dh' $((s / 86400)) $((s % 86400 / 3600))
  elif ((s >= 3600)); then
    printf '%dh%dm' $((s / 3600)) $((s % 3600 / 60))
  else
    printf '%dm%ds' $((s / 60)) $((s % 60))
  fi
}

# process_line NAME PORTS STAMP_FILE STATE
process_line() {
  local pid
  if pid=$(stamp_pid "$3"); then
    # shellcheck disable=SC2059
    printf "${STATUS_FORMAT}" "$1" "pid ${pid}" "$2" "$4" \
      "$(duration "$(process_seconds "${pid}")")" \
      "$(process_mebibytes "${pid}") MiB"
  else
    # shellcheck disable=SC2059
    printf "${STATUS_FORMAT}" "$1" - "$2" stopped - -
  fi
}

service_state() {
  if ready "$1"; then echo ready; else echo 'not ready'; fi
}

status() {
  local name state ports all=0
  process_line postgres 'private socket' "${data}/postgres/stamp" running
  for name in $(service_names); do
    state=$(service_state "${name}")
    ports="port $(service_port "${name}")"
    [[ ${name} != gateway ]] || ports+=", web ${port}"
    process_line "${name}" "${ports}" "${run}/${name}.stamp" "${state}"
    service_running "${name}" && [[ ${state} == ready ]] || all=3
  done
  return "${all}"
}

logs() {
  local files=("${data}/log/${service:-*}.log") follow=()
  # shellcheck disable=SC2206
  [[ -n ${service} ]] || files=("${data}"/log/*.log)
  [[ -e ${files[0]} ]] || die "there is no log of ${service:-any service}" \
    "Logs in ${data}/log: $(cd "${data}/log" 2>/dev/null && echo *.log)"
  [[ ! -t 1 ]] || follow=(-F)
  tail -n "${LOG_LINES}" "${follow[@]}" "${files[@]}"
}
