#!/usr/bin/env bash
# What action.yml runs. Inputs come as environment variables and are never part of a script's text.
set -euo pipefail

version=${INPUT_VERSION:-$(node -p "require('$GITHUB_ACTION_PATH/package.json').version")}
words=(--format github)
if [ "${INPUT_SUMMARY:-true}" = true ] && [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  words+=(--output "markdown=$GITHUB_STEP_SUMMARY")
fi
if [ -n "${INPUT_SARIF:-}" ]; then words+=(--output "sarif=$INPUT_SARIF"); fi
since=${INPUT_SINCE:-}
if [ "$since" = auto ]; then since=${BASE:-}; fi
if [ -n "$since" ]; then words+=(--since "$since"); fi
read -r -a more <<<"${INPUT_ARGS:-}"
read -r -a paths <<<"${INPUT_PATHS:-}"

read -r -a command <<<"${DUALSTACK_LINT:-npx --yes --package dualstack-lint@$version --package @octokit/rest@22 dualstack-lint}"
status=0
"${command[@]}" "${words[@]}" "${more[@]}" -- "${paths[@]}" || status=$?
# Pull requests are kept whatever the findings are: they are what mends some of them.
if [ "${INPUT_OPEN_PR:-false}" = true ]; then "${command[@]}" migrate --open-pr; fi
exit "$status"
