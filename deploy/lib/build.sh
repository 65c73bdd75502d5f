# shellcheck shell=bash
# Configures and builds a preset, the release into build/. Sourced with ${root},
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

# build TARGET...: the release.
build() { build_preset release "${root}/build" "$@"; }

# build_preset PRESET FOLDER TARGET...: FOLDER is the preset's binaryDir.
build_preset() {
  local preset=$1 folder=$2 log="$2/configure.log"
  shift 2
  mkdir -p "${folder}"
  if ! (cd "${root}" && cmake --preset "${preset}") >"${log}" 2>&1; then
    tail -n 20 "${log}" >&2
    die "cmake could not configure the build" "Its whole output: ${log}"
  fi
  say "Building with $(build_jobs) compilers (the first time takes minutes)"
  ninja -C "${folder}" -j "$(build_jobs)" "$@" >&2 ||
    die "the build failed" "The compiler's messages are above."
}
