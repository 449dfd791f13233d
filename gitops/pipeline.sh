#!/usr/bin/env bash
# What a pipeline does to a stack, so that a workflow, a test and a person do the same.
set -euo pipefail

usage() {
    cat <<'USAGE'
Usage: gitops/pipeline.sh <command> <stack> [<plan>]

  preview <stack> [<plan>]   shows what would change, checks it with the policies, and saves it as a plan
  deploy  <stack> [<plan>]   deploys, no more than the plan if there is one, checked with the policies
  drift   <stack>            fails if AWS is not as the stack's state has it

Exit codes: 0 done; 2 called wrongly; any other is Pulumi's: a violation, a drift or a failure.
USAGE
}

policies="$(cd "$(dirname "$0")/.." && pwd)/policies"
case "${1:-}" in
    -h | --help)
        usage
        exit 0
        ;;
esac
if [ $# -lt 2 ] || [ $# -gt 3 ]; then
    usage >&2
    exit 2
fi
command=$1 stack=$2 plan=${3:-}

case "$command" in
    preview)
        exec pulumi preview --non-interactive --stack "$stack" --policy-pack "$policies" --diff \
            ${plan:+--save-plan "$plan"}
        ;;
    deploy)
        exec pulumi up --non-interactive --yes --skip-preview --stack "$stack" --policy-pack "$policies" \
            ${plan:+--plan "$plan"}
        ;;
    drift)
        # Members stacks are refreshed by the role of this run, not by the one that the state remembers.
        exec pulumi preview --non-interactive --stack "$stack" --refresh --run-program --expect-no-changes
        ;;
    *)
        usage >&2
        exit 2
        ;;
esac
