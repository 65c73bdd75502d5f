# shellcheck shell=bash
# The commands that start and stop. Sourced by local.sh.
# shellcheck disable=SC2154

up() {
  prepare_folder
  if [[ -z ${BROADSHEET_BIN_DIR:-} ]]; then
    "${root}/deploy/install.sh" build run
    check_ports
    build "${PROGRAMS[@]}"
  else
    check_ports
  fi
  start_all
  load_sample
  print_addresses
  [[ -n ${detach} ]] || stay
}

prepare_folder() {
  mkdir -p "${run}" "${data}/log" 2>/dev/null || true
  [[ -w ${run} && -w ${data}/log ]] || die "cannot write to ${data}" \
    "Run this as its owner, or choose another folder: --data DIR"
  lock
}

# One up or down at a time.
lock() {
  exec 9>"${data}/lock"
  flock -n 9 || die "another up or down is going on in ${data}" \
    "Wait until it has ended."
}

start_all() {
  local name
  make_secret "${data}/operator-token" bs_op_
  make_secret "${data}/secret" ''
  [[ ${tls} != on ]] || "${root}/deploy/certs.sh" make "${data}/tls"
  say "Starting PostgreSQL and the services"
  [[ -n ${detach} ]] || trap 'interrupted' INT TERM HUP
  printf '%s %s %s\n' "${port}" "${recommenders}" "${tls}" >"${run}/settings"
  ensure_postgres
  stop_surplus
  for name in $(service_names); do ensure_service "${name}"; done
  for name in $(service_names); do wait_ready "${name}"; done
}

# Recommenders beyond the number wanted now.
stop_surplus() {
  local name
  for name in $(kept_names); do
    [[ ${name} == postgres ]] || service_names | grep -qx -- "${name}" ||
      stop_service "${name}"
  done
}

print_addresses() {
  local authority=''
  [[ ${tls} != on ]] || authority=" --tls-ca ${data}/tls/ca/ca.pem"
  cat <<TEXT
Broadsheet is running.
  Front page   http://127.0.0.1:${port}/
  REST         http://127.0.0.1:${port}/api/v1/openapi.json
  Papers API   HF_ENDPOINT=http://127.0.0.1:${port}
  gRPC         $(address gateway)
  Operator     ${bin_dir}/broadsheet --server $(address gateway) \\
                 --token-file ${data}/operator-token${authority} status
  Logs         ${data}/log
  Stop         deploy/local.sh down --data ${data}
TEXT
}

# Stays in the foreground until a signal, or until a `down` from elsewhere.
stay() {
  say "Press Ctrl-C to stop."
  exec 9>&-
  while any_running; do
    sleep 1 &
    wait $! || true
  done
}

interrupted() {
  trap '' INT TERM HUP
  say ""
  stop_all
  exit 130
}

stop_all() {
  local name
  say "Stopping"
  for name in $(kept_names | grep -vx postgres | sort); do
    stop_service "${name}"
  done
  stop_postgres
  rm -f "${run}/settings"
}

down() {
  if [[ ! -d ${run} ]]; then
    say "Nothing runs in ${data}."
    return
  fi
  lock
  stop_all
  say "Stopped."
}
