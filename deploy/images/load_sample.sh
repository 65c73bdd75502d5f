#!/usr/bin/env bash
# Loads the sample corpus on the first start, unless BROADSHEET_SAMPLE is "none".
# The mark in the volume keeps later starts from doing it again.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
source "${root}/deploy/lib/messages.sh"
source "${root}/deploy/lib/sample.sh"

data=/var/lib/broadsheet/state
sample=1
[[ ${BROADSHEET_SAMPLE:-} != none ]] || sample=''

# The address and the token are in the environment.
cli() { broadsheet "$@"; }

load_sample
# When it failed, the container is started again.
[[ -e ${data}/sample ]]
