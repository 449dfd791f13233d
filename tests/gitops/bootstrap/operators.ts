/** What a simulator says that the operators' role may do, with its boundary. */
import { accountRootArn, roleArn } from "../../../aws/arn";
import { policyDocument, type PolicyDocument } from "../../../aws/policyDocument";
import { accountAdministersKey } from "../../../documents/keyAdministration";
import {
    operatorsPermissions,
    operatorsTrust,
    type OperatorsArgs,
} from "../../../gitops/bootstrap/roles/operators";
import { operatorsRoleArn, operatorsRoleName } from "../../../settings/access";
import { decide } from "../../documents/simulate";
import type { NeededPermission } from "./neededPermissions";

/** What else there is to a request than the role's own documents. */
export interface Around {
    /** Policies that the role is given in place of its own. */
    readonly identityPolicy?: PolicyDocument;
    readonly serviceControlPolicy?: PolicyDocument;
}

/** Whether the role of an account may, within its boundary. */
export async function operatorMay(
    args: OperatorsArgs,
    { action, resource, context }: NeededPermission,
    { identityPolicy = operatorsPermissions(args), ...around }: Around = {},
): Promise<boolean> {
    const principal = operatorsRoleArn(args);
    const [, account = "", name = ""] = /^arn:[^:]+:iam::(\d+):role\/(.+)$/.exec(resource) ?? [];
    const assumes = action === "sts:AssumeRole";
    const decision = await decide({
        principal,
        action,
        resource,
        account: assumes ? account : args.account,
        context: assumes
            ? {
                  "aws:PrincipalArn": principal,
                  "aws:ResourceOrgID": args.organizationId,
                  "aws:PrincipalOrgID": args.organizationId,
                  ...context,
              }
            : { ...(action.startsWith("s3:") ? { "aws:ResourceAccount": args.account } : {}), ...context },
        identityPolicy,
        boundary: operatorsPermissions(args),
        ...around,
        ...(assumes ? { resourcePolicy: trustOf(account, name, args) } : {}),
        ...(action.startsWith("kms:")
            ? { resourcePolicy: policyDocument(accountAdministersKey(args.partition, args.account)) }
            : {}),
    });
    return decision === "Allowed";
}

/** Of any other role than the operators' it is taken that it trusts whoever asks: the role's own documents have to say no. */
const trustOf = (account: string, name: string, args: OperatorsArgs): PolicyDocument =>
    name === operatorsRoleName(args.namePrefix)
        ? operatorsTrust({ ...args, account })
        : policyDocument({
              Sid: "TrustsTheAccount",
              Effect: "Allow",
              Principal: { AWS: accountRootArn(args.partition, args.account) },
              Action: "sts:AssumeRole",
          });

/** Whether somebody with an administrator's rights in an account of an organization may assume the role there. */
export async function mayAssumeOperators(
    args: OperatorsArgs,
    principal: string,
    organizationId: string,
): Promise<boolean> {
    const decision = await decide({
        principal,
        action: "sts:AssumeRole",
        resource: roleArn(args.partition, args.account, operatorsRoleName(args.namePrefix)),
        account: args.account,
        context: { "aws:PrincipalArn": principal, "aws:PrincipalOrgID": organizationId },
        identityPolicy: policyDocument({ Sid: "All", Effect: "Allow", Action: "*", Resource: "*" }),
        resourcePolicy: operatorsTrust(args),
    });
    return decision === "Allowed";
}
