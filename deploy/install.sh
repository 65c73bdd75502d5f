#!/usr/bin/env bash
# Installs what is missing from the distribution's packages, for Debian 12 and
# 13 and Ubuntu 24.04: deploy/install.sh GROUP... with the groups build, run and
# test. Needs neither network nor root when all is there.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "${here}/lib/messages.sh"

# One need a line: the group; the package, or several that each do (the first is
# installed); and, where any origin of it does, the command.
needs() {
  cat <<'LIST'
build  cmake                         cmake
build  ninja-build                   ninja
build  g++                           g++
build  pkg-config|pkgconf            pkg-config
build  ccache                        ccache
build  libabsl-dev
build  libboost1.81-dev|libboost1.83-dev|libboost-dev
build  libcjose-dev
build  libcli11-dev
build  libcmark-gfm-dev
build  libcmark-gfm-extensions-dev
build  libctemplate-dev
build  libcurl4-openssl-dev
build  libeigen3-dev
build  libexpat1-dev
build  libgmime-3.0-dev
build  libgmock-dev
build  libgrpc++-dev
build  libgtest-dev
build  libicu-dev
build  libjansson-dev
build  libopendkim-dev
build  libpqxx-dev
build  libprotobuf-dev
build  libsimdjson-dev
build  libsodium-dev
build  libspdlog-dev
build  libssl-dev
build  libstemmer-dev
build  libxxhash-dev
build  libzstd-dev
build  prometheus-cpp-dev
build  protobuf-compiler             protoc
build  protobuf-compiler-grpc        grpc_cpp_plugin
build  zlib1g-dev
run    ca-certificates
run    curl                          curl
run    iproute2                      ss
run    libjs-katex
run    openssl                       openssl
run    postgresql
run    tzdata
run    util-linux                    setsid
test   chromium-headless-shell|chromium
test   clang                         clang++
test   clang-format                  clang-format
test   gzip                          gzip
test   libclang-rt-dev|libclang-rt-18-dev|libclang-rt-19-dev
test   nodejs                        node
test   npm                           npm
test   python3                       python3
test   python3-grpcio
test   python3-protobuf
test   python3-aiosmtpd
test   python3-dkim
test   python3-dnspython|python3-dns
test   python3-yaml
test   shellcheck                    shellcheck
LIST
}

installed() {
  [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

# available PACKAGE: apt knows a version that can be installed. For a name that
# others only mention, apt-cache prints nothing and still answers 0.
available() {
  [[ -n $(apt-cache show --no-all-versions "$1" 2>/dev/null) ]]
}

# present PACKAGES COMMAND: is one of the alternatives there?
present() {
  local package
  [[ -z $2 ]] || ! command -v "$2" >/dev/null || return 0
  for package in ${1//|/ }; do
    ! installed "${package}" || return 0
  done
  return 1
}

# missing GROUP...: the alternatives of each need that nothing meets.
missing() {
  local group packages command
  while read -r group packages command; do
    [[ " $* " == *" ${group} "* ]] || continue
    present "${packages}" "${command}" || printf '%s\n' "${packages}"
  done < <(needs)
}

# choose ALTERNATIVES: the first that apt has, if any.
choose() {
  local package
  for package in ${1//|/ }; do
    if available "${package}"; then
      printf '%s\n' "${package}"
      return
    fi
  done
  say "note: apt has no package ${1//|/ or } here"
}

as_root() {
  if ((EUID == 0)); then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "cannot become root to run: $*" \
      "Run as root: ${here}/install.sh ${groups[*]}"
  fi
}

# PostgreSQL's package would make and start a cluster of its own; ours are
# private. The setting holds during this installation only, however it ends.
readonly NO_CLUSTER=/etc/postgresql-common/createcluster.d/broadsheet.conf

forbid_cluster() {
  trap 'as_root rm -f "${NO_CLUSTER}"' EXIT
  as_root mkdir -p "$(dirname "${NO_CLUSTER}")"
  printf 'create_main_cluster = false\n' |
    as_root tee "${NO_CLUSTER}" >/dev/null
}

install_packages() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
    --no-install-recommends -o Dpkg::Use-Pty=0 "$@" >&2
}

groups=("$@")
for group in "${groups[@]}"; do
  [[ ${group} =~ ^(build|run|test)$ ]] ||
    die "unknown group ${group}" "The groups are: build run test"
done
mapfile -t wanted < <(missing "${groups[@]}")
[[ ${#wanted[@]} -gt 0 ]] || exit 0

command -v apt-get >/dev/null || die "this system has no apt-get" \
  "Install by its own means what these Debian packages hold:" "${wanted[*]}"
say "Installing: ${wanted[*]}"
as_root apt-get update -qq >&2 || die "apt-get update failed" \
  "Is there a network? These packages are missing: ${wanted[*]}"
mapfile -t packages < <(
  for alternatives in "${wanted[@]}"; do choose "${alternatives}"; done
)
[[ ${#packages[@]} -gt 0 ]] || exit 0
forbid_cluster
install_packages "${packages[@]}" ||
  die "apt-get could not install: ${packages[*]}" "Its messages are above."
