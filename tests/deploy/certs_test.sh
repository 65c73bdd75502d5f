#!/usr/bin/env bash
# deploy/certs.sh: what it makes, what a second run and a rotation change.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
certs="${here}/../../deploy/certs.sh"
folder=$(mktemp -d)
trap 'rm -rf "${folder}"' EXIT
dir="${folder}/tls"

fail() {
  echo "failed: $*"
  exit 1
}

run() { "${certs}" "$@" 2>"${folder}/said" || fail "$*: $(<"${folder}/said")"; }
serial() { openssl x509 -in "${dir}/$1/cert.pem" -noout -serial; }
sum() { sha256sum <"${dir}/ca/ca.key"; }
names() { openssl x509 -in "${dir}/$1/cert.pem" -noout -ext subjectAltName; }

run make "${dir}"
for name in storage ingest recommend trainer gateway digest; do
  openssl verify -CAfile "${dir}/ca/ca.pem" "${dir}/${name}/cert.pem" \
    >/dev/null || fail "the certificate of ${name} is not of the CA"
  [[ $(names "${name}") == *"DNS:${name},"*"IP Address:127.0.0.1"* ]] ||
    fail "the certificate of ${name} lacks its names"
  [[ $(names "${name}") == *"URI:spiffe://broadsheet/${name}"* ]] ||
    fail "the certificate of ${name} does not say whose it is"
  [[ $(stat -L -c %a "${dir}/${name}/key.pem") == 600 ]] ||
    fail "the key of ${name} is open"
done
[[ $(stat -c %a "${dir}/ca/ca.key") == 600 ]] || fail "the CA's key is open"

first=$(serial storage) ca=$(sum)
run make "${dir}"
[[ $(serial storage) == "${first}" && $(sum) == "${ca}" ]] ||
  fail "a second run made new ones"

run rotate "${dir}"
[[ $(serial storage) != "${first}" ]] || fail "rotate renewed nothing"
[[ $(sum) == "${ca}" ]] || fail "rotate made another CA"
files=("${dir}/storage"/.made-*)
[[ ${#files[@]} == 1 ]] || fail "rotate left the old key"

run make "${dir}" --host news.example --host 192.0.2.7 gateway
run rotate "${dir}" gateway
[[ $(names gateway) == *DNS:news.example*"IP Address:192.0.2.7"* ]] ||
  fail "the hosts are forgotten"

run rotate "${dir}" --days 20 ingest
before=$(serial ingest)
run make "${dir}" ingest
[[ $(serial ingest) != "${before}" ]] || fail "what ends soon is not renewed"

for wrong in '--days 0' '--host a/b' 'Storage' 'ca'; do
  # shellcheck disable=SC2086
  ! "${certs}" make "${dir}" ${wrong} 2>/dev/null ||
    fail "'${wrong}' is accepted"
done
echo passed
