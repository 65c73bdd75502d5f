#!/usr/bin/env bash
# The certificates with which the services know each other: a private CA and
# one short-lived certificate for each service.
#
#   deploy/certs.sh make DIR [OPTION]... [NAME...]
#   deploy/certs.sh rotate DIR [OPTION]... [NAME...]
#   deploy/certs.sh show DIR
#
# make      makes what is missing, and renews what ends within 30 days or is
#           not of this CA. Can be repeated.
# rotate    renews the certificates, with new keys, and leaves the CA alone.
#           Running services take the new files up within seconds.
# show      the certificates: names, ends, serial numbers, hosts.
#
# NAME          the service (default: storage ingest recommend trainer gateway digest)
# --days N      how long the certificates hold (default 90)
# --host NAME   another host name or IP address of all of them; repeatable, and
#               kept for the next time
# --owner UID   the user (and its group) that may read the files; for root
#
# DIR/ca/       ca.pem for everybody; ca.key, which no service needs
# DIR/NAME/     cert.pem, key.pem and ca.pem for --tls-cert, --tls-key, --tls-ca
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "${here}/lib/messages.sh"

readonly SERVICES=(storage ingest recommend trainer gateway digest)
readonly CA_DAYS=3650
readonly RENEW_SECONDS=$((30 * 24 * 3600))
readonly LOCK_SECONDS=60

usage() {
  sed -n '2,/^set /s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
  exit 2
}

# parse ARGUMENT...: sets ${command}, ${dir}, ${days}, ${hosts}, ${owner} and
# ${names}.
parse() {
  command='' dir='' days=90 hosts=() owner='' names=()
  while [[ $# -gt 0 ]]; do
    case "$1" in
      --days | --host | --owner)
        [[ -n ${2:-} ]] || die "$1 needs a value"
        take_value "$1" "$2"
        shift
        ;;
      -*) usage ;;
      *) take_word "$1" ;;
    esac
    shift
  done
  [[ ${command} =~ ^(make|rotate|show)$ && -n ${dir} ]] || usage
  [[ ${#names[@]} -gt 0 ]] || names=("${SERVICES[@]}")
}

take_value() {
  case "$1" in
    --days)
      [[ $2 =~ ^[1-9][0-9]{0,3}$ ]] ||
        die "--days is '$2'; it must be a number from 1 to 9999"
      days=$2
      ;;
    --host)
      [[ $2 =~ ^[A-Za-z0-9.:-]{1,253}$ ]] ||
        die "--host is '$2'; it must be a host name or an IP address"
      hosts+=("$2")
      ;;
    --owner)
      [[ $2 =~ ^[0-9]+$ ]] || die "--owner is '$2'; it must be a user's number"
      owner=$2
      ;;
  esac
}

take_word() {
  if [[ -z ${command} ]]; then
    command=$1
  elif [[ -z ${dir} ]]; then
    dir=$1
  else
    [[ $1 =~ ^[a-z][a-z0-9-]{0,62}$ && $1 != ca ]] ||
      die "'$1' is no name of a service: a-z, 0-9 and -"
    names+=("$1")
  fi
}

# open_folder PATH: one that everybody may enter; only the keys are secret.
open_folder() { (umask 022 && mkdir -p "$1"); }

# quietly COMMAND...: openssl reports its progress as it reports errors.
quietly() {
  local output
  output=$("$@" 2>&1) || die "failed: $1 $2" "${output}"
}

# request_config SUBJECT: instead of the system's, which differ.
request_config() {
  printf '[req]\nprompt = no\ndistinguished_name = name\n[name]\n%s\n' "$1"
}

new_key() {
  quietly openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 \
    -out "$1"
}

make_ca() {
  local ca="${dir}/ca"
  [[ ! -s ${ca}/ca.key || ! -s ${ca}/ca.pem ]] || return 0
  new_key "${ca}/ca.key.new"
  {
    request_config 'CN = Broadsheet private CA'
    printf '[ca]\nbasicConstraints = critical, CA:TRUE, pathlen:0\n'
    printf 'keyUsage = critical, keyCertSign, cRLSign\n'
    printf 'subjectKeyIdentifier = hash\n'
  } >"${ca}/ca.conf"
  quietly openssl req -x509 -new -sha256 -key "${ca}/ca.key.new" \
    -config "${ca}/ca.conf" -extensions ca -days "${CA_DAYS}" \
    -out "${ca}/ca.pem.new"
  rm -f "${ca}/ca.conf"
  chmod 644 "${ca}/ca.pem.new"
  mv "${ca}/ca.key.new" "${ca}/ca.key"
  mv "${ca}/ca.pem.new" "${ca}/ca.pem"
  say "made a private CA in ${ca}"
}

# alternative_names NAME: under which a client may reach it; the URI is who it
# is when it is the client itself.
alternative_names() {
  local host
  printf 'DNS:%s, DNS:localhost, IP:127.0.0.1, IP:::1' "$1"
  for host in "${hosts[@]}"; do
    if [[ ${host} == *:* || ${host} =~ ^[0-9.]+$ ]]; then
      printf ', IP:%s' "${host}"
    else
      printf ', DNS:%s' "${host}"
    fi
  done
  printf ', URI:spiffe://broadsheet/%s' "$1"
}

# certify NAME FOLDER: a new key and its certificate.
certify() {
  local ca="${dir}/ca" serial
  new_key "$2/key.pem"
  request_config "CN = $1" >"$2/conf"
  quietly openssl req -new -key "$2/key.pem" -config "$2/conf" -out "$2/request"
  {
    printf 'basicConstraints = critical, CA:FALSE\n'
    printf 'keyUsage = critical, digitalSignature\n'
    printf 'extendedKeyUsage = serverAuth, clientAuth\n'
    printf 'subjectKeyIdentifier = hash\nauthorityKeyIdentifier = keyid\n'
    printf 'subjectAltName = %s\n' "$(alternative_names "$1")"
  } >"$2/conf"
  serial=$(openssl rand -hex 16)
  quietly openssl x509 -req -sha256 -in "$2/request" -CA "${ca}/ca.pem" \
    -CAkey "${ca}/ca.key" -set_serial "0x0${serial}" -days "${days}" \
    -extfile "$2/conf" -out "$2/cert.pem"
  rm -f "$2/conf" "$2/request"
  cp "${ca}/ca.pem" "$2/ca.pem"
  chmod 644 "$2/cert.pem" "$2/ca.pem"
}

# issue NAME: puts a new certificate in the place of the old one in one step: a
# reader that opens two files gets two of the same generation, or tries again.
issue() {
  local folder="${dir}/$1" made old file
  open_folder "${folder}"
  made=$(mktemp -d "${folder}/.made-XXXXXX")
  chmod 755 "${made}"
  certify "$1" "${made}"
  [[ -z ${owner} ]] || chown -R "${owner}:${owner}" "${made}"
  old=$(readlink "${folder}/.now" || true)
  ln -s "$(basename "${made}")" "${made}/link"
  alternative_names "$1" >"${made}/names"
  mv -T "${made}/link" "${folder}/.now"
  for file in cert.pem key.pem ca.pem; do
    [[ -L ${folder}/${file} ]] || ln -s ".now/${file}" "${folder}/${file}"
  done
  [[ -z ${old} ]] || rm -rf "${folder:?}/${old}"
  say "made the certificate of $1: $(ends "${folder}/cert.pem")"
}

# current NAME: is there a certificate of this CA, for these hosts, that holds
# for a while yet?
current() {
  local folder="${dir}/$1"
  [[ -s ${folder}/key.pem ]] &&
    [[ $(cat "${folder}/.now/names") == "$(alternative_names "$1")" ]] &&
    openssl x509 -in "${folder}/cert.pem" -noout -checkend "${RENEW_SECONDS}" \
      >/dev/null 2>&1 &&
    openssl verify -CAfile "${dir}/ca/ca.pem" "${folder}/cert.pem" \
      >/dev/null 2>&1
}

# Takes the hosts of the last time when none are given.
keep_hosts() {
  if [[ ${#hosts[@]} -gt 0 ]]; then
    printf '%s\n' "${hosts[@]}" >"${dir}/ca/hosts"
  elif [[ -r ${dir}/ca/hosts ]]; then
    mapfile -t hosts <"${dir}/ca/hosts"
  fi
}

ends() { openssl x509 -in "$1" -noout -enddate | sed 's/notAfter=/until /'; }

make() {
  local name
  make_ca
  for name in "${names[@]}"; do
    current "${name}" || issue "${name}"
  done
}

rotate() {
  local name
  [[ -s ${dir}/ca/ca.key ]] || die "there is no CA in ${dir}/ca" \
    "Make it first: ${here}/certs.sh make '${dir}'"
  for name in "${names[@]}"; do issue "${name}"; done
}

show() {
  local file
  for file in "${dir}"/*/cert.pem; do
    [[ -e ${file} ]] || die "there are no certificates in ${dir}"
    printf '%s %s %s\n' "$(basename "$(dirname "${file}")")" "$(ends "${file}")" \
      "$(openssl x509 -in "${file}" -noout -serial)"
    printf '  %s\n' "$(<"$(dirname "${file}")/.now/names")"
  done
}

parse "$@"
command -v openssl >/dev/null || die "the program openssl is missing" \
  "Run: ${here}/install.sh run"
if [[ ${command} != show ]]; then
  umask 077
  open_folder "${dir}/ca" 2>/dev/null || true
  [[ -w ${dir}/ca ]] || die "cannot write to ${dir}/ca"
  exec 9>"${dir}/ca/lock"
  flock -w "${LOCK_SECONDS}" 9 || die "another certs.sh is working in ${dir}"
  keep_hosts
fi
"${command}"
