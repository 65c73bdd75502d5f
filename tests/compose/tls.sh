#!/usr/bin/env bash
# docker-compose.tls.yml with a real engine, from nothing to nothing:
#   tests/compose/tls.sh
# Every service with a certificate; strangers, and a service without one, are
# refused; all certificates are renewed while pages are read, and no container
# is started again. By hand, like tests/compose/run.sh, with whose variables.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
source "${root}/deploy/lib/messages.sh"
folder=$(mktemp -d)
source "${root}/tests/compose/lib.sh"
compose_files+=(--file "${root}/docker-compose.tls.yml")

export BROADSHEET_PORT=${BROADSHEET_PORT:-28300}
export BROADSHEET_GRPC_PORT=${BROADSHEET_GRPC_PORT:-28310}
export BROADSHEET_SITE="http://127.0.0.1:${BROADSHEET_PORT}"
# Who asks their callers for a certificate, and where.
readonly ASKING=(storage:8091 ingest:8092 recommend:8093 digest:8094
  trainer:8095)

docker version >/dev/null 2>&1 || die "there is no Docker engine"
reading=
clean() {
  [[ -z ${reading} ]] || kill "${reading}" 2>/dev/null || true
  docker rm --force "${PROJECT}-stranger" >/dev/null 2>&1 || true
  compose down --volumes --timeout 30 >/dev/null 2>&1 || true
  rm -rf "${folder}"
}
trap clean EXIT

# shake ADDRESS SCRIPT VOLUME: runs a script of the shell with the address as $1
# among the services, with the certificate of the volume in /tls.
shake() {
  docker run --rm --network "${PROJECT}_default" --volume "$3:/tls:ro" \
    --entrypoint /bin/sh broadsheet-certs -c "$2" - "$1" 2>&1 | tr -d '\0'
}

# In TLS 1.3 the server judges a client's certificate when the client believes
# that all is done; so the client stays a moment. gRPC then ends the connection
# without a word.
# shellcheck disable=SC2016
readonly CONNECT='sleep 1 | openssl s_client -connect "$1" -alpn h2 \
  -servername "${1%:*}" -verify_return_error'
readonly WITHOUT="${CONNECT} -CAfile /tls/ca.pem"
readonly WITH="${WITHOUT} -cert /tls/cert.pem -key /tls/key.pem"
# With a certificate of the same name that another authority made.
readonly FORGED='cd /tmp && openssl req -x509 -newkey rsa:2048 -nodes \
  -keyout key.pem -out cert.pem -days 1 -subj /CN=gateway \
  -addext subjectAltName=URI:spiffe://broadsheet/gateway 2>/dev/null &&
  '"${WITHOUT}"' -cert cert.pem -key key.pem'

# refused ADDRESS SCRIPT
refused() {
  local said
  said=$(shake "$1" "$2" "${PROJECT}_tls-gateway") || true
  [[ ${said} == *'unexpected eof'* || ${said} == *alert* ]] ||
    fail "$1 did not end the connection: ${said}"
}

# accepted ADDRESS
accepted() {
  local said
  said=$(shake "$1" "${WITH}" "${PROJECT}_tls-gateway") || true
  [[ ${said} == *'Verify return code: 0 (ok)'* && ${said} != *alert* &&
    ${said} != *'unexpected eof'* ]] ||
    fail "$1 did not accept the gateway's certificate: ${said}"
}

# serial ADDRESS: of the certificate that it shows to new connections.
serial() {
  shake "$1" "${WITHOUT} </dev/null 2>/dev/null | openssl x509 -noout -serial" \
    "${PROJECT}_tls-gateway"
}

serials() {
  local address
  for address in "${ASKING[@]}" gateway:8090; do
    printf '%s %s\n' "${address}" "$(serial "${address}")"
  done
}

# Does each service show another certificate than in the file?
all_renewed() {
  serials >"${folder}/now"
  ! grep -q -v serial= "${folder}/now" &&
    [[ -z $(comm -12 <(sort "$1") <(sort "${folder}/now")) ]]
}

# call_as NAME ADDRESS METHOD: a call with an empty message and the certificate
# of NAME; prints gRPC's status, 0 or for instance 7, PERMISSION_DENIED.
call_as() {
  local file host=${2%:*} ip
  for file in cert key ca; do
    docker run --rm --volume "${PROJECT}_tls-$1:/tls:ro" --entrypoint cat \
      broadsheet-certs "/tls/${file}.pem" >"${folder}/$1-${file}.pem"
  done
  ip=$(address_of "$(containers "${host}" | head -n 1)")
  printf '\0\0\0\0\0' | curl -s -m 10 --http2 --noproxy '*' \
    --cert "${folder}/$1-cert.pem" --key "${folder}/$1-key.pem" \
    --cacert "${folder}/$1-ca.pem" --resolve "$2:${ip}" \
    -H 'content-type: application/grpc' -H 'te: trailers' \
    --data-binary @- --dump-header - --output /dev/null \
    "https://$2/broadsheet.v1.$3" | tr -d '\r' |
    sed -nE 's/^grpc-status: //p'
}

# may NAME ADDRESS METHOD, may_not likewise: whoever may not is told so (7);
# to others the service answers, be it that the empty message lacks a field.
may() {
  local status
  status=$(call_as "$@")
  [[ ${status} == 0 || ${status} == 3 ]] || fail "$2 to $1: ${status:-nothing}"
}
may_not() {
  local status
  status=$(call_as "$@")
  [[ ${status} == 7 ]] || fail "$2 to $1: ${status:-nothing}"
}

# Reads pages, noting what is not a 200, until it is ended.
read_pages() {
  local path code
  trap 'exit 0' TERM
  while :; do
    for path in / /papers/trending '/papers?q=network' /papers/1706.03762; do
      code=$(curl -s -m 20 --noproxy '*' -o /dev/null -w '%{http_code}' \
        "http://127.0.0.1:${BROADSHEET_PORT}${path}" || true)
      printf '%s %s\n' "${code}" "${path}" >>"${folder}/pages"
    done
    # Within what one visitor may ask for.
    sleep 1
  done
}

[[ -n ${BROADSHEET_NO_BUILD:-} ]] ||
  compose build >"${folder}/build.log" 2>&1 ||
  die "the images cannot be built" "$(tail -n 20 "${folder}/build.log")"
compose down --volumes >/dev/null 2>&1
line "observed" "result"
line "---" "---"
start=$(now)
compose up --detach --scale recommend=3 >"${folder}/up.log" 2>&1 ||
  die "up failed" "$(tail -n 20 "${folder}/up.log")"
await "all services are ready" all_healthy
line "from up to all ready" "$(since "${start}") s"
await "the sample is loaded" sample_loaded
await "the front page has papers" front_page_has_papers
await "all is well" all_is_well
line "status, sample and front page" "all is well"

# Between all of them: gateway to each, digest to storage and recommend, trainer
# to storage.
command_line vote 1706.03762 --reader ada >/dev/null || fail "a vote failed"
command_line train --force >"${folder}/train" 2>&1 ||
  fail "$(<"${folder}/train")"
confirmed ada@example.org || fail "the subscription is not confirmed"
line "a vote, a training, a mail at /digest" "done"

# Strangers.
for address in "${ASKING[@]}"; do
  accepted "${address}"
  refused "${address}" "${WITHOUT}"
  refused "${address}" "${FORGED}"
done
line "no certificate, one of another CA, at ${#ASKING[@]} services" "refused"
for call in recommend:8093/RecommendService/GetStatus \
  ingest:8092/IngestService/ListSources trainer:8095/ModelService/ListModels \
  digest:8094/DigestService/ListIssues; do
  may gateway "${call%%/*}" "${call#*/}"
  may_not storage "${call%%/*}" "${call#*/}"
done
may digest recommend:8093 RecommendService/GetStatus
may_not digest ingest:8092 IngestService/ListSources
line "a service without business at another" "PERMISSION_DENIED"
docker run --detach --name "${PROJECT}-stranger" \
  --network "${PROJECT}_default" --env BROADSHEET_STORAGE=storage:8091 \
  --env BROADSHEET_SECRET_FILE=/secrets/secret \
  --volume "${PROJECT}_secrets:/secrets:ro" \
  broadsheet broadsheet-recommend >/dev/null
sleep 5
[[ $(docker inspect --format '{{.State.Running}}' "${PROJECT}-stranger") == \
  true ]] || fail "a recommender without a certificate ended"
! docker exec "${PROJECT}-stranger" broadsheet-recommend --probe >/dev/null 2>&1 ||
  fail "a service without a certificate became ready"
docker logs "${PROJECT}-stranger" >"${folder}/stranger" 2>&1
docker rm --force "${PROJECT}-stranger" >/dev/null
line "a service without a certificate" "never ready"

# All certificates anew, while pages are read.
serials >"${folder}/before"
read_pages &
reading=$!
start=$(now)
compose run --rm certs rotate >"${folder}/rotate" 2>&1 ||
  fail "$(<"${folder}/rotate")"
await "all show their new certificates" all_renewed "${folder}/before"
line "from rotate to six new certificates shown" "$(since "${start}") s"
nothing_restarted || fail "a container was started again"

# New connections by new certificates: a recommender and storage come back.
docker kill "$(recommenders | head -n 1)" >/dev/null
compose up --detach --no-recreate --scale recommend=3 >/dev/null 2>&1
await "the killed recommender is ready" all_healthy
kill "${reading}"
wait "${reading}" 2>/dev/null || true
reading=
bad=$(grep -c -v '^200 ' "${folder}/pages" || true)
[[ ${bad} == 0 ]] || fail "pages failed: $(grep -v '^200 ' "${folder}/pages")"
line "pages read meanwhile, of which failed" "$(wc -l <"${folder}/pages"), 0"
compose kill storage >/dev/null 2>&1
compose up --detach --no-recreate --scale recommend=3 >/dev/null 2>&1
await "all is well again" all_is_well
command_line vote 1412.6980 --reader ada >/dev/null || fail "a vote failed"
line "storage killed and back, then a vote" "done"

compose down --volumes --timeout 30 >/dev/null 2>&1
[[ -z $(containers) ]] || fail "containers are left"
echo passed
