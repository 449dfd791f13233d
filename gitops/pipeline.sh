#!/usr/bin/env bash
# What a pipeline does to a stack, so that a workflow, a test and a person do the same.
set -euo pipefail

usage() {
    cat <<'USAGE'
Usage: gitops/pipeline.sh <command> <stack> [<plan>]

  preview <stack> [<plan>]   shows what would change, checks it with the policies, and saves it as a plan
  deploy  <stack> [<plan>]   deploys, no more than the plan if there is one, checked with the policies
  drift   <stack>            fails if AWS is not as the stack's state has it

The role that is assumed in each account is SECURITY_LOGGING_ACCESS_ROLE_NAME, if this environment variable is set, and
access.roleName in the stack's settings if not. By the variable, neither a plan nor the state has which it was: a plan that
was made by one role is carried out by another.

Accounts that cannot be entered are left as they are where members.unreachable is "skip", and the others looked at or
deployed: the command names them, and ends with 10.

Exit codes: 0 done; 2 called wrongly; 10 done, but for accounts that were skipped; any other is Pulumi's: a violation, a
drift or a failure.
USAGE
}

checkout="$(cd "$(dirname "$0")/.." && pwd)"
policies="$checkout/policies"
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

run="$(mktemp -d)"
trap 'rm -rf "$run"' EXIT

# The role is assumed by profiles of an AWS configuration file of this run: to what the file has otherwise are added those
# that the state names, here, and those that the program needs, by itself.
if [ -n "${SECURITY_LOGGING_ACCESS_ROLE_NAME:-}" ]; then
    export SECURITY_LOGGING_ACCESS_PROFILES="$run/config"
    cat "${AWS_CONFIG_FILE:-$HOME/.aws/config}" >"$run/config" 2>/dev/null || true
    pulumi stack export --stack "$stack" >"$run/state.json"
    export AWS_CONFIG_FILE="$run/config"
    (cd "$checkout" && node --require ts-node/register/transpile-only gitops/stateProfiles.ts) <"$run/state.json"
fi

# SECURITY_LOGGING_EVENT_LOG is where `security-logging deploy` and `preview` have the engine write what it does, and the same with
# "-2" where accounts are skipped, for the run without them.
log="${SECURITY_LOGGING_EVENT_LOG:-}"

# Takes more options of Pulumi's.
operate() {
    case "$command" in
        preview)
            pulumi preview --non-interactive --stack "$stack" --policy-pack "$policies" --diff \
                ${plan:+--save-plan "$plan"} ${log:+--event-log "$log"} "$@"
            ;;
        deploy)
            pulumi up --non-interactive --yes --skip-preview --stack "$stack" --policy-pack "$policies" \
                ${plan:+--plan "$plan"} ${log:+--event-log "$log"} "$@"
            ;;
        drift)
            # By the program's providers: the state of a stack that was last deployed without the variable has another role.
            pulumi preview --non-interactive --stack "$stack" --refresh --run-program --expect-no-changes "$@"
            ;;
        *)
            usage >&2
            exit 2
            ;;
    esac
}

# The program tells here which accounts it cannot enter and may skip, and ends before anything is deployed.
unreachable="$run/unreachable"
export SECURITY_LOGGING_UNREACHABLE_REPORT="$unreachable"
code=0
operate || code=$?
if [ ! -s "$unreachable" ]; then
    exit "$code"
fi

# What the engine excludes stays as it is, in the state and in AWS: its provider is asked for nothing.
accounts="$(tr '\n' ' ' <"$unreachable")"
echo "Skipped, since they cannot be entered: $accounts" >&2
export SECURITY_LOGGING_SKIPPED_ACCOUNTS="$accounts"
rm "$unreachable"
log="${log:+$log-2}"
set --
for account in $accounts; do
    set -- "$@" --exclude "**::*-$account" --exclude "**::*-$account-*"
done
operate "$@"
exit 10
