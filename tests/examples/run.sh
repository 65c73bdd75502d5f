#!/usr/bin/env bash
# Installs the contract, then builds and runs the programs of examples/ against
# a newspaper with the sample corpus: run.sh BUILD_FOLDER. Exit code 77: a tool
# is missing.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
local_sh="${root}/deploy/local.sh"
build=$(realpath "$1")
export NODE_TOOLS="${build}/node"
# Of no other test, nor are 1,000 more: there are the metrics.
readonly PORT=${BROADSHEET_EXAMPLES_PORT:-26080}
readonly GRPC=127.0.0.1:$((PORT + 10))
readonly QUERY=attention WANTED='Attention Is All You Need'

skip() {
  echo "skipped: $1"
  exit 77
}
command -v node >/dev/null || skip "node is missing"
[[ -d ${NODE_TOOLS}/node_modules/@grpc/grpc-js ]] ||
  skip "there is no @grpc/grpc-js; tests/run.sh installs it from npm"
# Debian's python3, whose packages these are; another may come first in PATH.
python=/usr/bin/python3
"${python}" -c 'import grpc, google.protobuf' 2>/dev/null ||
  skip "python3-grpcio or python3-protobuf is missing"
command -v grpc_python_plugin >/dev/null || skip "grpc_python_plugin is missing"

work=$(mktemp -d)
chmod 755 "${work}"
stop() {
  "${local_sh}" down --data "${work}/data"
  "${root}/deploy/postgres.sh" remove "${work}/data/postgres"
  rm -rf "${work}"
}
trap stop EXIT

# check NAME COMMAND...: prints titles, among them the wanted one.
check() {
  local name=$1 out
  shift
  out=$("$@")
  grep -qF "${WANTED}" <<<"${out}" ||
    { printf '%s does not find "%s":\n%s\n' "${name}" "${WANTED}" "${out}"
      exit 1; }
  echo "${name}: fine"
}

sdk="${work}/sdk"
protos="${sdk}/share/broadsheet/protos"
cmake --install "${build}" --component sdk --prefix "${sdk}" >"${work}/log"
cmake -S "${root}/examples/cpp" -B "${work}/cpp" -G Ninja \
  -DCMAKE_PREFIX_PATH="${sdk}" >>"${work}/log"
ninja -C "${work}/cpp" -j 1 >>"${work}/log" || { cat "${work}/log"; exit 1; }
"${root}/examples/python/generate.sh" "${protos}" "${work}/stubs"

BROADSHEET_BIN_DIR="${build}/bin" \
  BROADSHEET_ARXIV_API=http://127.0.0.1:9/api/query "${local_sh}" up --data "${work}/data" --port "${PORT}" --detach
check C++ "${work}/cpp/trending" "${GRPC}" "${QUERY}"
check Python env PYTHONPATH="${work}/stubs" \
  "${python}" "${root}/examples/python/trending.py" "${GRPC}" "${QUERY}"
check JavaScript node "${root}/examples/javascript/trending.mjs" "${GRPC}" \
  "${QUERY}" "${protos}"
