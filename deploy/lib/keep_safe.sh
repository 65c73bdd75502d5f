# shellcheck shell=bash
# Backup and restore of a whole system. Sourced by local.sh.
# shellcheck disable=SC2154

# The tokens of readers are in the database; the operator's is a file beside it,
# which a new system makes anew.
backup() {
  "${root}/deploy/postgres.sh" backup "${data}/postgres" "${file}"
  printf 'backup: %s (%s)\n' "${file}" "$(du -h -- "${file}" | cut -f 1)"
}

restore() {
  [[ -r ${file} ]] || die "cannot read ${file}"
  ! any_running || die "the system in ${data} runs" \
    "Stop it first: deploy/local.sh down --data '${data}'"
  mkdir -p "${data}"
  "${root}/deploy/postgres.sh" restore "${data}/postgres" "${file}"
  # The corpus that a first start loads has been there, or was not wanted.
  printf 'restored\n' >"${data}/sample"
  printf "restored; start it: deploy/local.sh up --data '%s'\n" "${data}"
}
