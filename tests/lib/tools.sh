# shellcheck shell=bash
# Tools for tests that no Debian package has: from npm, into build/node. Without
# them the tests that need them are skipped. Sourced with ${root}.
# shellcheck disable=SC2154

readonly NODE_TOOLS=(playwright-core@1.56.1 @bufbuild/buf@1.59.0
  axe-core@4.14.1 oidc-provider@8.8.1 @grpc/grpc-js@1.14.7
  @grpc/proto-loader@0.8.1)

# Playwright's own browsers are not wanted: the distribution has one.
install_node_tools() {
  local folder="${root}/build/node" mark="${root}/build/node/installed"
  [[ $(cat "${mark}" 2>/dev/null) != "${NODE_TOOLS[*]}" ]] || return 0
  if ! command -v npm >/dev/null; then
    say "note: npm is missing; the tests of pages and protos are skipped"
    return 0
  fi
  mkdir -p "${folder}"
  if PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 timeout 180 npm install --silent \
    --no-audit --no-fund --no-save --prefix "${folder}" "${NODE_TOOLS[@]}" \
    >"${folder}/install.log" 2>&1; then
    printf '%s\n' "${NODE_TOOLS[*]}" >"${mark}"
  else
    say "note: npm could not install ${NODE_TOOLS[*]}" \
      "(see ${folder}/install.log); the tests that need them are skipped"
  fi
}
