"""Delegated administrators of CloudTrail."""

from moto.cloudtrail.models import cloudtrail_backends
from moto.cloudtrail.responses import CloudTrailResponse
from moto.organizations.models import FakeDelegatedAdministrator, organizations_backends

from world import delegating_organization


def delegate():
    """CloudTrail registers delegated administrators itself, and tells them of the organization's trails, which
    are the management account's. Moto does neither."""
    service = "cloudtrail.amazonaws.com"
    of_caller = CloudTrailResponse.cloudtrail_backend.fget
    FakeDelegatedAdministrator.SUPPORTED_SERVICES.append(service)

    def register(response):
        organization = organizations_backends[response.current_account][response.partition]
        account = response._get_param("MemberAccountId")
        organization.register_delegated_administrator(AccountId=account, ServicePrincipal=service)
        return "{}"

    def deregister(response):
        organization = organizations_backends[response.current_account][response.partition]
        account = response._get_param("DelegatedAdminAccountId")
        organization.deregister_delegated_administrator(AccountId=account, ServicePrincipal=service)
        return "{}"

    def cloudtrail_backend(response):
        organization = delegating_organization(response.current_account, service)
        owner = organization and organization.account_id
        is_theirs = response._get_bool_param("IsOrganizationTrail", False) or f":{owner}:trail/" in response.body
        return cloudtrail_backends[owner][response.region] if owner and is_theirs else of_caller(response)

    CloudTrailResponse.register_organization_delegated_admin = register
    CloudTrailResponse.deregister_organization_delegated_admin = deregister
    CloudTrailResponse.cloudtrail_backend = property(cloudtrail_backend)
