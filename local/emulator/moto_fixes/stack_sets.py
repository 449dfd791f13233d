"""Stack sets of CloudFormation."""

import json

from moto.cloudformation.models import cloudformation_backends
from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import ActionResult
from moto.iam.models import Role
from moto.organizations.models import OrganizationsBackend, organizations_backends


def describe_service_managed_ones():
    """AWS tells how they deploy to new accounts, and without roles: it has its own; and the capabilities of every stack set.
    Moto forgets the first and the last and makes up the roles, which look like changes."""
    create = CloudFormationResponse.create_stack_set

    def create_and_remember(response):
        result = create(response)
        stack_set = response.cloudformation_backend.describe_stack_set(response._get_param("StackSetName"))
        stack_set.capabilities = response._get_param("Capabilities", [])
        if stack_set.permission_model == "SERVICE_MANAGED":
            stack_set.administration_role_arn = None
            stack_set.execution_role_name = None
            stack_set.auto_deployment = response._get_param("AutoDeployment")
        return result

    CloudFormationResponse.create_stack_set = create_and_remember


def deploy_by_themselves():
    """What AWS does with service-managed ones when an account comes into a unit of theirs or leaves it, and where it makes
    instances at all: not in the management account, in accounts that are suspended, or in those that the filter
    leaves out. Moto makes them in all accounts of the units, once.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-manage-auto-deployment.html
    """
    create, move = CloudFormationResponse.create_stack_instances, OrganizationsBackend.move_account

    def create_where_aws_does(response):
        stack_set = response.cloudformation_backend.describe_stack_set(response._get_param("StackSetName"))
        if stack_set.permission_model != "SERVICE_MANAGED":
            return create(response)
        wanted = response._get_params()["DeploymentTargets"]
        stack_set.targets = {
            "units": wanted["OrganizationalUnitIds"],
            "except": wanted.get("Accounts", []) if wanted.get("AccountFilterType") == "DIFFERENCE" else [],
            "regions": response._get_param("Regions", []),
        }
        organization = organizations_backends[response.current_account][response.partition]
        accounts = [each.id for each in list(organization.accounts) if wants(stack_set, organization, each)]
        return ActionResult({"OperationId": instances_in(stack_set, accounts)})

    def move_and_deploy(organization, **parameters):
        move(organization, **parameters)
        account = organization.get_account_by_id(parameters["AccountId"])
        for backend in list(cloudformation_backends[organization.account_id].values()):
            for stack_set in list(backend.stacksets.values()):
                deploy_again(stack_set, organization, account)

    CloudFormationResponse.create_stack_instances = create_where_aws_does
    OrganizationsBackend.move_account = move_and_deploy


def write_documents_of_roles():
    """A role that a stack makes has its documents as text, as any other has. Moto keeps them as the template has them."""
    create = Role.create_from_cloudformation_json.__func__

    def create_with_text(cls, *arguments, **options):
        role = create(cls, *arguments, **options)
        role.assume_role_policy_document = as_text(role.assume_role_policy_document)
        role.policies = {name: as_text(text) for name, text in role.policies.items()}
        return role

    Role.create_from_cloudformation_json = classmethod(create_with_text)


def as_text(document):
    return document if isinstance(document, str) else json.dumps(document)


def deploy_again(stack_set, organization, account):
    auto, targets = getattr(stack_set, "auto_deployment", None) or {}, getattr(stack_set, "targets", None)
    if targets is None or not is_true(auto.get("Enabled")):
        return
    has = any(each.account_id == account.id for each in stack_set.stack_instances)
    wanted = wants(stack_set, organization, account)
    if wanted and not has:
        instances_in(stack_set, [account.id])
    if has and not wanted and not is_true(auto.get("RetainStacksOnAccountRemoval")):
        stack_set.delete_stack_instances([account.id], targets["regions"])


def instances_in(stack_set, accounts):
    units = {"OrganizationalUnitIds": []}
    return stack_set.create_stack_instances(accounts, stack_set.targets["regions"], units, stack_set.parameters)


def wants(stack_set, organization, account):
    """Whether an account is one that the set is to be in."""
    targets = stack_set.targets
    return (
        account.id != organization.account_id
        and getattr(account, "state", "ACTIVE") == "ACTIVE"
        and account.id not in targets["except"]
        and any(unit in targets["units"] for unit in units_above(organization, account))
    )


def units_above(organization, account):
    parents = {unit.id: getattr(unit, "parent_id", None) for unit in organization.ou}
    parent = account.parent_id
    while parent is not None:
        yield parent
        parent = parents.get(parent)


def is_true(value):
    return str(value).lower() == "true"
