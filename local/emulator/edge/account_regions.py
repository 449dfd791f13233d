"""Who may ask the Account Management API for an account's regions."""

from edge.call import Refusal
from world import delegating_organization, organization_of

PRINCIPAL = "account.amazonaws.com"


def refuse_regions_of_others(call):
    """ListRegions of another account than the caller's, unless the management account or a delegated administrator asks, of a
    member of its organization that has given the service access; and of the management account by its id, which asks for
    its own without one.
    https://docs.aws.amazon.com/accounts/latest/reference/API_ListRegions.html
    https://docs.aws.amazon.com/accounts/latest/reference/using-orgs-trusted-access.html
    """
    if (call.service, call.action) != ("account", "ListRegions"):
        return
    about = call.parameters.get("AccountId")
    if about is None:
        return
    organization = organization_of(call.account)
    if organization is None:
        deny(call, "the account is in no organization")
    if about == organization.account_id:
        deny(call, "The management account can only be managed using the standalone context from the management account.")
    if call.account != organization.account_id and delegating_organization(call.account, PRINCIPAL) is None:
        deny(call, "the caller is neither the management account nor a delegated administrator")
    if PRINCIPAL not in [each["ServicePrincipal"] for each in list(organization.services)]:
        deny(call, "trusted access is not enabled for the service")
    if all(each.id != about for each in list(organization.accounts)):
        deny(call, "the account is not in the organization")


def deny(call, why):
    caller = call.role or f"arn:{call.partition}:iam::{call.account}:user/moto"
    raise Refusal(
        "AccessDeniedException", f"User: {caller} is not authorized to perform: account:ListRegions ({why})", 403
    )
