"""Stack sets of CloudFormation."""

from moto.cloudformation.responses import CloudFormationResponse


def describe_service_managed_ones():
    """AWS tells how they deploy to new accounts, and without roles: it has its own. Moto forgets the one and
    makes up the other, which look like changes."""
    create = CloudFormationResponse.create_stack_set

    def create_and_remember(response):
        result = create(response)
        stack_set = response.cloudformation_backend.describe_stack_set(response._get_param("StackSetName"))
        if stack_set.permission_model == "SERVICE_MANAGED":
            stack_set.administration_role_arn = None
            stack_set.execution_role_name = None
            stack_set.auto_deployment = response._get_param("AutoDeployment")
        return result

    CloudFormationResponse.create_stack_set = create_and_remember
