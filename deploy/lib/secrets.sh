# shellcheck shell=bash
# Secrets that are made on the spot. Sourced.

# random_text: 32 random bytes for URLs and files.
random_text() {
  head -c 32 /dev/urandom | base64 -w 0 | tr '+/' '-_' | tr -d =
}

# make_secret FILE PREFIX: a secret that only its owner can read; once.
make_secret() {
  [[ ! -s $1 ]] || return 0
  (umask 077 && printf '%s%s\n' "$2" "$(random_text)" >"$1.new")
  mv "$1.new" "$1"
}
