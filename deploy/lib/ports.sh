# shellcheck shell=bash
# Are the ports free? Sourced with what services.sh defines.
# shellcheck disable=SC2154

# port_listener PORT: "NAME (pid N)" of the process that listens on it, as far
# as it can be seen; fails when nobody listens.
port_listener() {
  local line
  if command -v ss >/dev/null; then
    line=$(ss -Hltnp "sport = :$1" | head -n 1)
    [[ -n ${line} ]] || return 1
    sed -nE 's/.*users:\(\("([^"]+)",pid=([0-9]+).*/\1 (pid \2)/p;t
      s/.*/another process/p' <<<"${line}"
  else
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null || return 1
    printf 'another process\n'
  fi
}

# lasting_listener PORT: the same, but a process that was killed holds its port,
# and has no name any more, until the system has taken it apart.
lasting_listener() {
  local holder tries
  for ((tries = 0; tries < 50; tries++)); do
    holder=$(port_listener "$1") || return 1
    [[ ${holder} == 'another process' ]] || break
    sleep 0.1
  done
  printf '%s\n' "${holder}"
}

# require_free PORT USE
require_free() {
  local holder
  holder=$(lasting_listener "$1") || return 0
  die "port $1 ($2) is taken by ${holder}" \
    "Stop that process, or move all ports of Broadsheet, for instance:" \
    "  deploy/local.sh up --port $((port + 20)) --data '${data}'" \
    "  (a second Broadsheet beside a running one also needs its own --data)"
}

# All ports of the services that do not run yet.
check_ports() {
  local name
  while read -r name; do
    ! service_running "${name}" || continue
    require_free "$(service_port "${name}")" "${name}, gRPC"
    require_free "$(metrics_port "${name}")" "${name}, metrics"
    [[ ${name} != gateway ]] || require_free "${port}" "gateway, web"
  done < <(service_names)
}
