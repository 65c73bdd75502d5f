# shellcheck shell=bash
# The command line of local.sh. Sourced with ${root}.
# shellcheck disable=SC2034,SC2154

usage() {
  sed -n '2,/^set /s/^# \{0,1\}//p' "${root}/deploy/local.sh" >&2
  exit 2
}

# number NAME VALUE LOW HIGH
number() {
  if ! [[ $2 =~ ^[0-9]{1,5}$ ]] || ((10#$2 < $3 || 10#$2 > $4)); then
    die "$1 is '$2'; it must be a number from $3 to $4"
  fi
}

# parse_options ARGUMENT...: sets ${command}, ${service}, ${file}, ${data}, ${port},
# ${recommenders}, ${sample}, ${tls} and ${detach}. What is not given comes from
# the running system, then from the defaults.
parse_options() {
  command='' service='' file='' data="${root}/.broadsheet" port='' recommenders=''
  sample=1 tls='' detach=''
  while [[ $# -gt 0 ]]; do
    case "$1" in
      --data | --port | --recommend)
        [[ -n ${2:-} ]] || die "$1 needs a value"
        take_value "$1" "$2"
        shift
        ;;
      --data=* | --port=* | --recommend=*) take_value "${1%%=*}" "${1#*=}" ;;
      --no-sample) sample='' ;;
      --tls) tls=on ;;
      --no-tls) tls=off ;;
      --detach | -d) detach=1 ;;
      --help | -h) usage ;;
      -*) die "unknown option $1" "See: deploy/local.sh --help" ;;
      *) take_word "$1" ;;
    esac
    shift
  done
  [[ ${command} =~ ^(up|down|status|logs|backup|restore)$ ]] || usage
  if [[ ${command} =~ ^(backup|restore)$ ]]; then
    [[ -n ${file} ]] || die "${command} needs a file" \
      "See: deploy/local.sh --help"
    file=$(realpath -m -- "${file}")
  fi
  data=$(realpath -m -- "${data}")
  run="${data}/run"
  choose_ports
}

take_value() {
  case "$1" in
    --data) data=$2 ;;
    --port) port=$2 ;;
    --recommend) recommenders=$2 ;;
  esac
}

take_word() {
  if [[ -z ${command} ]]; then
    command=$1
  elif [[ ${command} == logs && -z ${service} ]]; then
    service=$1
  elif [[ ${command} =~ ^(backup|restore)$ && -z ${file} ]]; then
    file=$1
  else
    die "unexpected argument '$1'" "See: deploy/local.sh --help"
  fi
}

# The settings of the running system are in run/settings: "PORT RECOMMENDERS
# TLS".
choose_ports() {
  local kept_port=8080 kept_recommenders=1 kept_tls=off wanted=${port}
  if [[ -r ${run}/settings ]]; then
    read -r kept_port kept_recommenders kept_tls <"${run}/settings" || true
    kept_settings=1
  fi
  port=${port:-${kept_port}}
  recommenders=${recommenders:-${kept_recommenders}}
  tls=${tls:-${kept_tls}}
  number --port "${port}" 1024 64000
  number --recommend "${recommenders}" 1 10
  require_ports
  [[ -z ${kept_settings:-} || -z ${wanted} ||
    ${wanted} == "${kept_port}" ]] || other_port "${kept_port}"
}

# The last recommender's metrics have the highest port of all.
require_ports() {
  local last
  last=$(metrics_port "recommend-${recommenders}")
  ((last <= 65535)) ||
    die "--port ${port} with --recommend ${recommenders} needs port ${last}" \
      "The highest is 65535: choose --port $((port - last + 65535)) or less"
}

# One folder is one system: another port is taken only when nothing runs.
other_port() {
  any_running || return 0
  die "the system in ${data} runs with --port $1, not ${port}" \
    "A second one beside it needs its own folder: --port ${port} --data DIR" \
    "To move this one: deploy/local.sh down --data '${data}', then up again"
}
