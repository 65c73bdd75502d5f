#!/usr/bin/env bash
# Generates Python's stubs: generate.sh PROTOS_FOLDER OUTPUT_FOLDER.
set -euo pipefail
mkdir -p "$2"
cd "$1"
mapfile -t files < <(find broadsheet google -name '*.proto')
protoc -I . --python_out="$2" --grpc_out="$2" \
  --plugin=protoc-gen-grpc="$(command -v grpc_python_plugin)" "${files[@]}"
