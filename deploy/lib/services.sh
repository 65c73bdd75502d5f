# shellcheck shell=bash
# Which services there are, where they listen and how they are called. Sourced
# with ${root}, ${data}, ${port}, ${recommenders} and ${tls}.
# shellcheck disable=SC2034,SC2154

# The programs, ours unless told otherwise.
readonly bin_dir=${BROADSHEET_BIN_DIR:-${root}/build/bin}
readonly PROGRAMS=(broadsheet-storage broadsheet-ingest broadsheet-recommend
  broadsheet-digest broadsheet-gateway broadsheet)

# In the order of the start; the stop goes the other way.
service_names() {
  local i
  printf 'storage\ningest\nrecommend\n'
  for ((i = 2; i <= recommenders; i++)); do printf 'recommend-%d\n' "${i}"; done
  printf 'trainer\ndigest\n'
  printf 'gateway\n'
}

# service_port NAME: its gRPC port.
service_port() {
  local moved=$((port - 8080))
  case "$1" in
    gateway) echo $((8090 + moved)) ;;
    storage) echo $((8091 + moved)) ;;
    ingest) echo $((8092 + moved)) ;;
    recommend) echo $((8093 + moved)) ;;
    trainer) echo $((8095 + moved)) ;;
    digest) echo $((8094 + moved)) ;;
    recommend-*) echo $((8093 + moved + (${1#recommend-} - 1) * 100)) ;;
  esac
}

# metrics_port NAME: where /metrics and /readyz are.
metrics_port() { echo $(($(service_port "$1") + 1000)); }

address() { printf '127.0.0.1:%s' "$(service_port "$1")"; }

# The recommenders, as the gateway wants them: separated by commas.
recommend_targets() {
  local name targets=()
  while read -r name; do
    [[ ${name} != recommend* ]] || targets+=("$(address "${name}")")
  done < <(service_names)
  (IFS=,; printf '%s' "${targets[*]}")
}

# service_arguments NAME: one a line.
service_arguments() {
  printf '%s\n' --listen "$(address "$1")" \
    --metrics-listen "127.0.0.1:$(metrics_port "$1")"
  [[ ${tls} != on ]] || tls_arguments "${data}/tls/${1%%-*}"
  case "$1" in
    storage)
      printf '%s\n' --database \
        "$("${root}/deploy/postgres.sh" conninfo "${data}/postgres")"
      ;;
    ingest) printf '%s\n' --storage "$(address storage)" ;;
    recommend*)
      printf '%s\n' --storage "$(address storage)" \
        --secret-file "${data}/secret" --cache-dir "${data}/cache/$1"
      # One automatic editor is enough.
      [[ $1 == recommend ]] || printf '%s\n' --no-editor
      ;;
    trainer)
      printf '%s\n' --role train --storage "$(address storage)" \
        --work-dir "${data}/cache/trainer"
      ;;
    digest)
      # Without an SMTP server (BROADSHEET_SMTP) mails are kept here.
      printf '%s\n' --storage "$(address storage)" \
        --recommend "$(recommend_targets)" --secret-file "${data}/secret" \
        --maildir "${data}/maildir"
      site_argument
      ;;
    gateway)
      printf '%s\n' --storage "$(address storage)" \
        --ingest "$(address ingest)" --recommend "$(recommend_targets)" \
        --trainer "$(address trainer)" \
        --digest "$(address digest)" \
        --http-listen "127.0.0.1:${port}" --secret-file "${data}/secret" \
        --operator-token-file "${data}/operator-token"
      site_argument
      ;;
  esac
}

# site_argument: where people reach the pages, for links in mails.
site_argument() {
  [[ -n ${BROADSHEET_SITE:-} ]] ||
    printf '%s\n' --site "http://127.0.0.1:${port}"
}

# tls_arguments FOLDER: with the certificate there.
tls_arguments() {
  printf '%s\n' --tls-cert "$1/cert.pem" --tls-key "$1/key.pem" \
    --tls-ca "$1/ca.pem"
}

# service_house NAME: whose program it is.
service_house() {
  case "$1" in
    trainer) printf recommend ;;
    *) printf '%s' "${1%%-*}" ;;
  esac
}

service_program() {
  printf '%s/broadsheet-%s' "${bin_dir}" "$(service_house "$1")"
}

# cli ARGUMENT...: the command line as the operator.
cli() {
  local authority=()
  [[ ${tls} != on ]] || authority=(--tls-ca "${data}/tls/ca/ca.pem")
  "${bin_dir}/broadsheet" --server "$(address gateway)" \
    --token-file "${data}/operator-token" "${authority[@]}" "$@"
}
