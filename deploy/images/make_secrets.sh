#!/usr/bin/env bash
# Makes, the first time, what no image holds: the operator's token and the secret
# that replicas share, and the database's password, as PostgreSQL's image and as
# libpq read it. Only the services' user can read them.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
source "${root}/deploy/lib/secrets.sh"

database=/var/lib/broadsheet/database
make_secret /var/lib/broadsheet/operator/token bs_op_
make_secret /var/lib/broadsheet/secrets/secret ''
make_secret "${database}/password" ''
(umask 077 && printf '*:*:*:broadsheet:%s\n' "$(<"${database}/password")" \
  >"${database}/passfile.new")
mv "${database}/passfile.new" "${database}/passfile"
