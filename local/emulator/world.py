"""What exists in the emulated AWS: accounts, principals, and the policies that are about them."""

import json

from moto.core import DEFAULT_ACCOUNT_ID
from moto.iam.models import iam_backends
from moto.organizations.models import organizations_backends


def organizations():
    """The organizations that were created."""
    for backends in list(organizations_backends.values()):
        for backend in list(backends.values()):
            if backend.org is not None:
                yield backend


def organization_of(account):
    """The organization that an account is a member of, or None."""
    return next((each for each in organizations() if any(a.id == account for a in each.accounts)), None)


def delegating_organization(account, service=None):
    """The organization in which an account is a delegated administrator, of that service or of any, or None."""
    return next(
        (
            organization
            for organization in organizations()
            for admin in organization.admins
            if admin.account.id == account and (service is None or service in admin.services)
        ),
        None,
    )


def is_known(account):
    """Whether the emulator can tell which principals an account has: any 12 digits are an account to moto."""
    return account == DEFAULT_ACCOUNT_ID or organization_of(account) is not None


def role(arn):
    """The role of that ARN, or None."""
    _, partition, _, _, account, _ = arn.split(":", 5)
    roles = iam_backends[account][partition].roles.values()
    return next((each for each in list(roles) if each.arn == arn), None)


def user(arn):
    """The user of that ARN, or None."""
    _, partition, _, _, account, _ = arn.split(":", 5)
    users = iam_backends[account][partition].users.values()
    return next((each for each in list(users) if each.arn == arn), None)


def permissions_of(arn):
    """The documents of what a role's own policies allow; none where there is no such role."""
    found = role(arn)
    if found is None:
        return []
    inline = [document(text) for text in list(found.policies.values())]
    managed = [
        document(version.document)
        for policy in list(found.managed_policies.values())
        for version in policy.versions
        if version.version_id == policy.default_version_id
    ]
    return [*inline, *managed]


def document(text):
    """A policy as data; None where there is none."""
    if text is None or text == "" or text == b"":
        return None
    return text if isinstance(text, dict) else json.loads(text)


def service_context(source_arn, source_account):
    """The condition keys that come with a service's call for a resource of an account.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
    """
    organization = organization_of(source_account)
    return {
        "aws:SourceArn": source_arn,
        "aws:SourceAccount": source_account,
        **({"aws:SourceOrgID": organization.org.id} if organization else {}),
        **service_calls(),
    }


def service_calls():
    return {"aws:PrincipalIsAWSService": "true", "aws:SecureTransport": "true", "s3:TlsVersion": "1.3"}


def role_context(arn):
    """The condition keys that come with a role's call."""
    account = arn.split(":")[4]
    organization = organization_of(account)
    return {
        "aws:PrincipalArn": arn,
        "aws:PrincipalAccount": account,
        "aws:PrincipalIsAWSService": "false",
        "aws:PrincipalType": "AssumedRole",
        "aws:SecureTransport": "true",
        **({"aws:PrincipalOrgID": organization.org.id} if organization else {}),
    }
