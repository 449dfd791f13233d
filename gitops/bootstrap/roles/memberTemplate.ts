/** The CloudFormation template that gives a member account its roles, for a StackSet to bring to thousands. */
import { deploymentBoundary, workloadBoundary } from "./boundary";
import {
    deploymentBoundaryName,
    operatorsBoundaryName,
    operatorsRoleName,
    workloadBoundaryName,
} from "../../../settings/access";
import { OPERATORS_DESCRIPTION, operatorsPermissions, operatorsTrust } from "./operators";
import { deploymentRoles, type DeploymentRolesArgs } from "./roles";

/** CloudFormation's name for the account that a stack is made in. */
const THIS_ACCOUNT = "${AWS::AccountId}";

/** A CloudFormation template, as JSON. */
export interface Template {
    readonly AWSTemplateFormatVersion: "2010-09-09";
    readonly Description: string;
    readonly Resources: Readonly<Record<string, unknown>>;
}

/**
 * The boundaries, the roles of members stacks and, where there are operators, theirs, from the same documents as those of the core accounts. At most
 * 51,200 bytes, which CloudFormation takes without a bucket.
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
    return {
        AWSTemplateFormatVersion: "2010-09-09",
        Description: "Roles that deploy the security logging in a member account",
        Resources: substituted({
            DeploymentBoundary: managedPolicy(
                deploymentBoundaryName(args.namePrefix),
                deploymentBoundary(here),
            ),
            WorkloadBoundary: managedPolicy(workloadBoundaryName(args.namePrefix), workloadBoundary(here)),
            ...(Object.fromEntries(roles) as object),
            ...(args.operators.length === 0 ? {} : operators(here)),
        }) as Template["Resources"],
    };
}

/** The operators' role, bounded by what it may do. */
const operators = (here: DeploymentRolesArgs): object => ({
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

/** Has CloudFormation fill in the account wherever a text names it. */
function substituted(value: unknown): unknown {
    if (typeof value === "string") {
        return value.includes(THIS_ACCOUNT) ? { "Fn::Sub": value } : value;
    }
    if (Array.isArray(value)) {
        return value.map(substituted);
    }
    return typeof value === "object" && value !== null
        ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, substituted(each)]))
        : value;
}
