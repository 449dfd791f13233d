"""Stack sets of CloudFormation."""

import json
import math

from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.models import StackInstance, cloudformation_backends
from moto.cloudformation.responses import CloudFormationResponse, StackSetOperationDTO
from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.events.models import events_backends
from moto.iam.models import Role
from moto.moto_api._internal import mock_random
from moto.organizations.models import FakeDelegatedAdministrator, OrganizationsBackend, organizations_backends

from edge.accounts import denied_regions
from world import delegating_organization

SERVICE = "member.org.stacksets.cloudformation.amazonaws.com"


def describe_service_managed_ones():
    """AWS tells how they deploy to new accounts, and without roles: it has its own; and the capabilities of every stack set.
    Moto forgets the first and the last and makes up the roles, which look like changes."""
    create = CloudFormationResponse.create_stack_set

    def create_and_remember(response):
        if is_service_managed(response) and not administers(response):
            raise ValidationError(
                message="You must be the management account or delegated admin account of an organization before "
                "operating a SERVICE_MANAGED stack set"
            )
        result = create(response)
        stack_set = named(response)
        stack_set.capabilities = response._get_param("Capabilities", [])
        if stack_set.permission_model == "SERVICE_MANAGED":
            stack_set.administration_role_arn = None
            stack_set.execution_role_name = None
            stack_set.auto_deployment = response._get_param("AutoDeployment")
        return result

    CloudFormationResponse.create_stack_set = create_and_remember


def delegate():
    """Those of a delegated administrator are the management account's: it says that it acts as such, and AWS refuses any
    other account that does. Moto has sets of each account by itself.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-delegated-admin.html
    """
    of_caller = CloudFormationResponse.cloudformation_backend.fget
    FakeDelegatedAdministrator.SUPPORTED_SERVICES.append(SERVICE)

    def cloudformation_backend(response):
        if response._get_param("CallAs") != "DELEGATED_ADMIN":
            return of_caller(response)
        organization = delegating_organization(response.current_account, SERVICE)
        if organization is None:
            raise ValidationError(message="Account used is not a delegated administrator")
        return cloudformation_backends[organization.account_id][response.region]

    CloudFormationResponse.cloudformation_backend = property(cloudformation_backend)


def deploy_by_themselves():
    """What AWS does with service-managed ones when an account comes into a unit of theirs or leaves it, and where it makes
    stacks at all: not in the management account, in accounts that are suspended, or in those that the filter
    leaves out. Moto makes them in all accounts of the units, once.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-manage-auto-deployment.html
    """
    move = OrganizationsBackend.move_account

    def create_where_aws_does(response, stack_set):
        targets, regions = targets_of(response), response._get_param("Regions", [])
        # What is asked for later, of some of the accounts, does not narrow down where it deploys by itself.
        before = getattr(stack_set, "targets", {**targets, "regions": []})
        stack_set.targets = {**before, "regions": [*dict.fromkeys([*before["regions"], *regions])]}
        wanted = accounts_in(stack_set, targets)
        return operate(stack_set, "CREATE", instances_in(stack_set, wanted, regions), preferences(response))

    def update_instances(response, stack_set):
        chosen = chosen_instances(response, stack_set)
        return operate(stack_set, "UPDATE", chosen, preferences(response))

    def delete_instances(response, stack_set):
        retain = is_true(response._get_param("RetainStacks"))
        return delete(stack_set, chosen_instances(response, stack_set), retain)

    def update_set(response, stack_set):
        for told, attribute in (("TemplateBody", "template"), ("Description", "description")):
            if response._get_param(told) is not None:
                setattr(stack_set, attribute, response._get_param(told))
        if response._get_param("AutoDeployment") is not None:
            stack_set.auto_deployment = response._get_param("AutoDeployment")
        return operate(stack_set, "UPDATE", stack_set.stack_instances, preferences(response))

    def move_and_deploy(organization, **parameters):
        move(organization, **parameters)
        account = organization.get_account_by_id(parameters["AccountId"])
        for backend in list(cloudformation_backends[organization.account_id].values()):
            for stack_set in list(backend.stacksets.values()):
                deploy_again(stack_set, account)

    for action, how in (
        ("create_stack_instances", create_where_aws_does),
        ("update_stack_instances", update_instances),
        ("delete_stack_instances", delete_instances),
        ("update_stack_set", update_set),
    ):
        setattr(CloudFormationResponse, action, for_service_managed(getattr(CloudFormationResponse, action), how))
    OrganizationsBackend.move_account = move_and_deploy


def tell_how_they_went():
    """What each instance of an operation came to, as AWS words it, and whether stacks drifted from what the set made. Moto
    has every operation succeed everywhere, and detects no drift.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackSetOperationResults.html
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-drift.html
    """
    describe = CloudFormationResponse.describe_stack_set_operation
    results = CloudFormationResponse.list_stack_set_operation_results
    to_dto = StackSetOperationDTO.__init__

    def to_dto_whole(dto, operation, stack_set):
        to_dto(dto, operation, stack_set)
        dto.stack_set_drift_detection_details = operation.get("Drift")
        dto.status_details = {"FailedStackInstancesCount": operation.get("Failed", 0)}

    def describe_and_end(response):
        """An operation that detects drift goes on until it is asked for the second time."""
        said = describe(response)
        operation = named(response).get_operation(response._get_param("OperationId"))
        if operation["Status"] == "RUNNING":
            operation["Status"] = "SUCCEEDED"
            operation["Drift"] = {**operation["Drift"], "DriftDetectionStatus": "COMPLETED"}
        return said

    def results_of_instances(response):
        operation = named(response).get_operation(response._get_param("OperationId"))
        return ActionResult({"Summaries": operation["Results"]}) if "Results" in operation else results(response)

    def detect_drift(response):
        stack_set, status = named(response), {"DRIFTED": 0, "IN_SYNC": 0}
        for instance in stack_set.stack_instances:
            instance.detect_drift()
            if instance.drift in status:
                status[instance.drift] += 1
        operation = stack_set._create_operation(str(mock_random.uuid4()), "DETECT_DRIFT", "RUNNING")
        operation["Drift"] = {
            "DriftStatus": "DRIFTED" if status["DRIFTED"] else "IN_SYNC",
            "DriftDetectionStatus": "IN_PROGRESS",
            "LastDriftCheckTimestamp": utcnow(),
            "TotalStackInstancesCount": len(stack_set.stack_instances),
            "DriftedStackInstancesCount": status["DRIFTED"],
            "InSyncStackInstancesCount": status["IN_SYNC"],
            "InProgressStackInstancesCount": 0,
            "FailedStackInstancesCount": 0,
        }
        return ActionResult({"OperationId": operation["OperationId"]})

    StackSetOperationDTO.__init__ = to_dto_whole
    CloudFormationResponse.describe_stack_set_operation = describe_and_end
    CloudFormationResponse.list_stack_set_operation_results = results_of_instances
    CloudFormationResponse.detect_stack_set_drift = detect_drift


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


class Instance:
    """An instance of a service-managed stack set: an account and a region, and the stack there if it could be made."""

    def __init__(self, stack_set, account, region, unit):
        self.stack_set, self.account, self.region_name, self.unit = stack_set, account, region, unit
        self.account_id = account.id
        self.made = self.template = self.operation = None
        self.status, self.detailed, self.reason = "OUTDATED", "PENDING", None
        self.drift, self.checked = "NOT_CHECKED", None

    def bring_up_to_date(self):
        """Makes the stack what the set says, and tells how that went."""
        if getattr(self.account, "state", "ACTIVE") != "ACTIVE":
            self.status, self.detailed, self.reason = "OUTDATED", "SKIPPED_SUSPENDED_ACCOUNT", None
        elif self.region_name in denied_regions.get(self.account_id, ()):
            self.status, self.detailed, self.reason = "OUTDATED", "FAILED", self.denied
        else:
            if self.template != self.stack_set.template:
                self.delete()
                self.made, self.template = stack_of(self), self.stack_set.template
                self.pictured = picture(self)
            self.status, self.detailed, self.reason = "CURRENT", "SUCCEEDED", None

    @property
    def denied(self):
        """As AWS words what an explicit denial in a service control policy keeps it from."""
        who = f"assumed-role/stacksets-exec-{self.stack_set.id.rpartition(':')[2].replace('-', '')[:32]}"
        return (
            "ResourceLogicalId:Rule, ResourceType:AWS::Events::Rule, ResourceStatusReason:User: "
            f"arn:aws:sts::{self.account_id}:{who}/{self.region_name} is not authorized to perform: events:PutRule on "
            f"resource: arn:aws:events:{self.region_name}:{self.account_id}:rule/* with an explicit deny in a service "
            "control policy."
        )

    def detect_drift(self):
        if self.made is not None:
            self.drift, self.checked = ("IN_SYNC" if picture(self) == self.pictured else "DRIFTED"), utcnow()

    def delete(self):
        if self.made is not None:
            self.made.delete()
        self.made = self.template = None

    def to_dict(self):
        made = {} if self.made is None else {"StackId": self.made.stack.stack_id}
        return {
            **made,
            "StackSetId": self.stack_set.id,
            "Region": self.region_name,
            "Account": self.account_id,
            "OrganizationalUnitId": self.unit,
            "Status": self.status,
            **({"StatusReason": self.reason} if self.reason else {}),
            "ParameterOverrides": [],
            "StackInstanceStatus": {"DetailedStatus": self.detailed},
            "DriftStatus": self.drift,
            **({"LastDriftCheckTimestamp": self.checked} if self.checked else {}),
            **({"LastOperationId": self.operation} if self.operation else {}),
        }


def stack_of(instance):
    stack_set = instance.stack_set
    return StackInstance(
        account_id=instance.account_id,
        region_name=instance.region_name,
        stackset_id=stack_set.id,
        stack_name=f"StackSet-{stack_set.id}",
        name=stack_set.name,
        template=stack_set.template,
        parameters=stack_set.parameters,
        permission_model="SERVICE_MANAGED",
    )


def picture(instance):
    """What the rules that a stack made are now: what drift is told from."""
    made = [each for each in json.loads(instance.template)["Resources"].values() if each["Type"] == "AWS::Events::Rule"]
    rules = events_backends[instance.account_id][instance.region_name].event_buses["default"].rules
    found = [rules.get(each["Properties"]["Name"]) for each in made]
    return [rule and (rule.event_pattern.dump(), rule.state, json.dumps(rule.targets)) for rule in found]


def operate(stack_set, action, instances, wanted):
    """Brings instances up to date. An operation fails if more accounts of a region fail than it tolerates; as all are at it
    at once, none is left undone by that."""
    operation = stack_set._create_operation(str(mock_random.uuid4()), action, "SUCCEEDED")
    tolerated = int(wanted.get("FailureTolerancePercentage", 0)) / 100
    regions = {}
    for instance in list(instances):
        instance.bring_up_to_date()
        instance.operation = operation["OperationId"]
        if instance.detailed != "SKIPPED_SUSPENDED_ACCOUNT":
            regions.setdefault(instance.region_name, []).append(instance)
    operation["Results"] = [
        {
            "Account": each.account_id,
            "Region": each.region_name,
            "Status": each.detailed,
            **({"StatusReason": each.reason} if each.reason else {}),
            "OrganizationalUnitId": each.unit,
        }
        for of_region in regions.values()
        for each in of_region
    ]
    failed = [sum(each.detailed == "FAILED" for each in of_region) for of_region in regions.values()]
    operation["Failed"] = sum(failed)
    if any(count > math.floor(tolerated * len(of_region)) for count, of_region in zip(failed, regions.values())):
        operation["Status"] = "FAILED"
    return ActionResult({"OperationId": operation["OperationId"]})


def delete(stack_set, instances, retain):
    for instance in instances:
        if not retain:
            instance.delete()
        stack_set.stack_instances.remove(instance)
    operation = stack_set._create_operation(str(mock_random.uuid4()), "DELETE", "SUCCEEDED")
    return ActionResult({"OperationId": operation["OperationId"]})


def instances_in(stack_set, accounts, regions):
    """The instances in accounts and regions, those made that are not there yet."""
    there = {(each.account_id, each.region_name): each for each in stack_set.stack_instances}
    for account, unit in accounts:
        for region in regions:
            if (account.id, region) not in there:
                there[account.id, region] = Instance(stack_set, account, region, unit)
                stack_set.stack_instances.append(there[account.id, region])
    return [there[account.id, region] for account, _ in accounts for region in regions]


def chosen_instances(response, stack_set):
    targets, regions = targets_of(response), response._get_param("Regions", [])
    return [
        each
        for each in stack_set.stack_instances
        if each.region_name in regions and each.unit in targets["units"] and is_chosen(each.account_id, targets)
    ]


def targets_of(response):
    wanted = response._get_params().get("DeploymentTargets") or {}
    return {
        "units": wanted.get("OrganizationalUnitIds", []),
        "filter": wanted.get("AccountFilterType", "NONE"),
        "accounts": wanted.get("Accounts", []),
    }


def preferences(response):
    return response._get_params().get("OperationPreferences") or {}


def accounts_in(stack_set, targets):
    """The accounts under the units, with the unit that each is under, but those that no such set reaches."""
    organization = organization_of(stack_set)
    found = [(each, unit_above(organization, each, targets["units"])) for each in list(organization.accounts)]
    return [
        (account, unit)
        for account, unit in found
        if unit is not None and account.id != organization.account_id and is_chosen(account.id, targets)
    ]


def is_chosen(account, targets):
    listed = account in targets["accounts"]
    return {"DIFFERENCE": not listed, "INTERSECTION": listed}.get(targets["filter"], True)


def deploy_again(stack_set, account):
    auto, targets = getattr(stack_set, "auto_deployment", None) or {}, getattr(stack_set, "targets", None)
    if targets is None or stack_set.status == "DELETED" or not is_true(auto.get("Enabled")):
        return
    has = [each for each in stack_set.stack_instances if each.account_id == account.id]
    wanted = [each for each in accounts_in(stack_set, targets) if each[0].id == account.id]
    if wanted and not has:
        operate(stack_set, "CREATE", instances_in(stack_set, wanted, targets["regions"]), {})
    if has and not wanted:
        delete(stack_set, has, is_true(auto.get("RetainStacksOnAccountRemoval")))


def unit_above(organization, account, units):
    """The first of the units that an account is under, at any depth."""
    parents = {unit.id: getattr(unit, "parent_id", None) for unit in organization.ou}
    parent = account.parent_id
    while parent is not None and parent not in units:
        parent = parents.get(parent)
    return parent


def for_service_managed(otherwise, how):
    def respond(response):
        stack_set = named(response)
        return how(response, stack_set) if stack_set.permission_model == "SERVICE_MANAGED" else otherwise(response)

    return respond


def named(response):
    return response.cloudformation_backend.describe_stack_set(response._get_param("StackSetName"))


def is_service_managed(response):
    return response._get_param("PermissionModel") == "SERVICE_MANAGED"


def administers(response):
    as_delegate = response._get_param("CallAs") == "DELEGATED_ADMIN"
    return as_delegate or organizations_backends[response.current_account][response.partition].org is not None


def organization_of(stack_set):
    _, partition, _, _, account, _ = stack_set.arn.split(":", 5)
    return organizations_backends[account][partition]


def is_true(value):
    return str(value).lower() == "true"
