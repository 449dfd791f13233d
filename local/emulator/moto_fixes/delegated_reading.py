"""What member accounts see of their organization."""

import re

from moto.core.exceptions import JsonRESTError
from moto.organizations.responses import OrganizationsResponse

from world import delegating_organization, organization_of

# Every account may ask what organization it is in, and for the invitations that concern it.
OF_ANYONE = re.compile("DescribeOrganization$|.*Handshake|.*EffectivePolic")


def show_the_organization():
    """A delegated administrator, of whatever service, reads the organization; another member is refused. Moto has both read
    an organization of their own, without accounts.
    https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccountsForParent.html
    """
    of_caller = OrganizationsResponse.organizations_backend.fget

    def organizations_backend(response):
        action = response._get_action()
        member_of = organization_of(response.current_account)
        if (
            member_of is None
            or member_of.account_id == response.current_account
            or not action.startswith(("List", "Describe"))
            or OF_ANYONE.match(action)
        ):
            return of_caller(response)
        organization = delegating_organization(response.current_account)
        if organization is None:
            raise JsonRESTError("AccessDeniedException", "You don't have permissions to access this resource.")
        return organization

    OrganizationsResponse.organizations_backend = property(organizations_backend)
