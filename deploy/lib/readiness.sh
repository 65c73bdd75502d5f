# shellcheck shell=bash
# Waits until services can answer. Sourced with what services.sh defines.
# shellcheck disable=SC2154

# A large catalogue takes the recommenders a while to load.
readonly READY_SECONDS=${BROADSHEET_READY_SECONDS:-180}
# Ends in a row after which waiting is in vain.
readonly HOPELESS_FAILURES=3

ready() {
  curl -fs -m 2 -o /dev/null --noproxy '*' \
    "http://127.0.0.1:$(metrics_port "$1")/readyz" || return 1
  [[ $1 != gateway ]] || curl -s -m 5 -o /dev/null --noproxy '*' \
    "http://127.0.0.1:${port}/"
}

hopeless() {
  local failures
  failures=$(cat "${run}/$1.failures" 2>/dev/null) || return 1
  ((failures >= HOPELESS_FAILURES))
}

ready_or_hopeless() { ready "$1" || hopeless "$1"; }

wait_ready() {
  local log="${data}/log/$1.log"
  wait_for "${READY_SECONDS}" ready_or_hopeless "$1" || true
  if ! ready "$1"; then
    tail -n 5 "${log}" >&2
    die "$1 did not become ready" \
      "The end of its log is above; all of it: ${log}" \
      "To stop what runs: deploy/local.sh down --data '${data}'"
  fi
  say "  $1 is ready"
}
