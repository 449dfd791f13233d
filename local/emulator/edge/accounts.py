"""Accounts that are not as they should be, and roles that cannot be assumed."""

import own_api
from edge.call import Refusal
from policy import Request, resource_allows
from world import document, is_known, organizations, role, role_context

STATES = ("ACTIVE", "PENDING_ACTIVATION", "SUSPENDED")

# Accounts that nobody can assume a role in, by the emulator's own API.
closed_accounts = set()

# By account the regions that a service control policy denies, as far as stack sets go, by the emulator's own API.
denied_regions = {}


def refuse_roles_that_cannot_be_assumed(call):
    """AssumeRole of a role that does not exist, whose trust policy does not let the caller, or whose account is
    suspended. What the caller's own policies say is not looked at: the emulator enforces no identity policies.
    https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html
    """
    if (call.service, call.action) != ("sts", "AssumeRole"):
        return
    arn = call.parameters["RoleArn"]
    account = arn.split(":")[4] if arn.count(":") >= 5 else ""
    if account in closed_accounts or state_of(account) != "ACTIVE":
        deny(call, arn)
    if not is_known(account):
        return
    found = role(arn)
    caller = call.role or f"arn:{call.partition}:iam::{call.account}:root"
    request = Request(
        principal=caller,
        action="sts:AssumeRole",
        resource=arn,
        account=account,
        context={
            **role_context(caller),
            **({"sts:ExternalId": call.parameters["ExternalId"]} if call.parameters.get("ExternalId") else {}),
            "sts:RoleSessionName": call.parameters["RoleSessionName"],
        },
    )
    if found is None or not resource_allows(request, document(found.assume_role_policy_document)):
        deny(call, arn)


def deny(call, arn):
    caller = call.role or f"arn:{call.partition}:iam::{call.account}:user/moto"
    raise Refusal("AccessDenied", f"User: {caller} is not authorized to perform: sts:AssumeRole on resource: {arn}", 403)


def state_of(account):
    found = next((each for org in organizations() for each in org.accounts if each.id == account), None)
    return "ACTIVE" if found is None else found.state


def take_states_of_accounts():
    """Adds to moto's own API, for tests: `POST /emulator/account?id=<id>&state=<state>` has Organizations tell the
    state of an account, `&assumable=false` keeps everybody from assuming a role there, and `&deniedRegions=<region>,...`
    has stack sets fail in those regions of it, as a policy does that denies regions and does not exempt `stacksets-exec-*`."""

    def set_what_is_said(query):
        said = {name: values[0] for name, values in query.items()}
        problem = set_account(said.get("id", ""), said.get("state"), said.get("assumable"), said.get("deniedRegions"))
        return 200 if problem is None else 400, {"problem": problem}

    own_api.add("/emulator/account", set_what_is_said)


def set_account(account, state=None, assumable=None, denied=None):
    """What is wrong with what is said of the account, or None once it is so."""
    if state is not None:
        found = [each for organization in organizations() for each in organization.accounts if each.id == account]
        if not found:
            return f"no organization has an account {account}"
        if state not in STATES:
            return f"{state} is none of {', '.join(STATES)}"
        for each in found:
            each.state = state
            each.status = "SUSPENDED" if state == "SUSPENDED" else "ACTIVE"
    if assumable is not None:
        (closed_accounts.discard if assumable == "true" else closed_accounts.add)(account)
    if denied is not None:
        denied_regions[account] = denied.split(",")
    return None


