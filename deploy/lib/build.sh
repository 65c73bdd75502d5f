# shellcheck shell=bash
# Configures and builds the release preset into build/. Sourced with ${root},
# the folder of the source tree.
# shellcheck disable=SC2154

# A compiler of gRPC code takes up to this much memory.
readonly KIBIBYTES_PER_JOB=1500000

# build_jobs: how many compilers fit in the processors and the free memory.
build_jobs() {
  local jobs free
  jobs=$(nproc)
  free=$(awk '/^MemAvailable/ { print $2 }' /proc/meminfo)
  ((free / KIBIBYTES_PER_JOB >= jobs)) || jobs=$((free / KIBIBYTES_PER_JOB))
  printf '%s\n' $((jobs > 0 ? jobs : 1))
}

# build TARGET...
build() {
  local log="${root}/build/configure.log"
  mkdir -p "${root}/build"
  if ! (cd "${root}" && cmake --preset release) >"${log}" 2>&1; then
    tail -n 20 "${log}" >&2
    die "cmake could not configure the build" "Its whole output: ${log}"
  fi
  say "Building with $(build_jobs) compilers (the first time takes minutes)"
  ninja -C "${root}/build" -j "$(build_jobs)" "$@" >&2 ||
    die "the build failed" "The compiler's messages are above."
}
