/** The CloudFormation template that gives a member account its roles, for a StackSet to bring to thousands. */
import { template, THIS_ACCOUNT, type Template } from "../../../documents/cloudFormation";
import { deploymentBoundary, workloadBoundary } from "./boundary";
import {
    deploymentBoundaryName,
    operatorsBoundaryName,
    operatorsRoleName,
    workloadBoundaryName,
} from "../../../settings/access";
import { OPERATORS_DESCRIPTION, operatorsPermissions, operatorsTrust } from "./operators";
import { deploymentRoles, type DeploymentRolesArgs } from "./roles";

/**
 * The boundaries, the roles of members stacks and, where there are operators, theirs, from the same documents as those of
 * the core accounts. At most 51,200 bytes, which CloudFormation takes without a bucket.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-associate-stackset-with-org.html
 */
export function memberTemplate(args: Omit<DeploymentRolesArgs, "account">): Template {
    const here = { ...args, account: THIS_ACCOUNT };
    const roles = deploymentRoles(here).map(({ operation, name, description, trust, permissions }) => [
        `Members${operation === "preview" ? "Preview" : "Update"}`,
        {
            Type: "AWS::IAM::Role",
            Properties: {
                RoleName: name,
                Description: description,
                AssumeRolePolicyDocument: trust,
                PermissionsBoundary: { Ref: "DeploymentBoundary" },
                Policies: [{ PolicyName: "deploy", PolicyDocument: permissions }],
            },
        },
    ]);
    return template("Roles that deploy the security logging in a member account", {
        DeploymentBoundary: managedPolicy(deploymentBoundaryName(args.namePrefix), deploymentBoundary(here)),
        WorkloadBoundary: managedPolicy(workloadBoundaryName(args.namePrefix), workloadBoundary(here)),
        ...(Object.fromEntries(roles) as Record<string, object>),
        ...(args.operators.length === 0 ? {} : operators(here)),
    });
}

/** The operators' role, bounded by what it may do. */
const operators = (here: DeploymentRolesArgs): Record<string, object> => ({
    OperatorsBoundary: managedPolicy(operatorsBoundaryName(here.namePrefix), operatorsPermissions(here)),
    Operators: {
        Type: "AWS::IAM::Role",
        Properties: {
            RoleName: operatorsRoleName(here.namePrefix),
            Description: OPERATORS_DESCRIPTION,
            AssumeRolePolicyDocument: operatorsTrust(here),
            PermissionsBoundary: { Ref: "OperatorsBoundary" },
            Policies: [{ PolicyName: "operate", PolicyDocument: operatorsPermissions(here) }],
        },
    },
});

const managedPolicy = (name: string, document: unknown): object => ({
    Type: "AWS::IAM::ManagedPolicy",
    Properties: { ManagedPolicyName: name, PolicyDocument: document },
});
