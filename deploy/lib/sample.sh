# shellcheck shell=bash
# The sample corpus of the first start. Sourced with
# ${root}, ${data}, ${sample} and the function cli.
# shellcheck disable=SC2154

# The first start decides; a later one never adds simulated readers to a
# catalogue that began without them. Both commands can be repeated.
load_sample() {
  local mark="${data}/sample"
  [[ ! -e ${mark} ]] || return 0
  if [[ -z ${sample} ]]; then
    printf 'none\n' >"${mark}"
    return
  fi
  say "Loading the sample corpus"
  if cli ingest "${root}/deploy/sample/papers.jsonl" --source sample >&2 &&
    cli simulate --seed 1 >&2; then
    printf 'loaded\n' >"${mark}"
  else
    say "The sample corpus could not be loaded; the next 'up' tries again."
  fi
}
