#!/usr/bin/env bash
# Compiles one house in the image: compile.sh common|HOUSE. The program, without
# its debugging symbols, goes to /out.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
source "${root}/deploy/lib/messages.sh"
source "${root}/deploy/lib/build.sh"

# program HOUSE: its name.
program() {
  if [[ $1 == cli ]]; then echo broadsheet; else echo "broadsheet-$1"; fi
}

# A stage keeps no cache for the next one: it would only cost.
export CCACHE_DISABLE=1
house=$1
cd "${root}"
if [[ ${house} == common ]]; then
  configure_options=(-DBROADSHEET_PARTS=)
  target=broadsheet_common
else
  configure_options=("-DBROADSHEET_PARTS=${house}")
  target=$(program "${house}")
fi
cmake --preset release -DBUILD_TESTING=OFF "${configure_options[@]}"
ninja -C build -j "$(build_jobs)" "${target}"
[[ ${house} != common ]] || exit 0
mkdir -p /out
strip -o "/out/${target}" "build/bin/${target}"
