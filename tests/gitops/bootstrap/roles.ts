/** What a simulator says that a role that deploys may do, with its boundary. */
import { accountRootArn, roleArn } from "../../../aws/arn";
import { policyDocument, type PolicyDocument } from "../../../aws/policyDocument";
import { deploymentBoundary } from "../../../gitops/bootstrap/roles/boundary";
import {
    deploymentRoles,
    type DeploymentRole,
    type DeploymentRolesArgs,
} from "../../../gitops/bootstrap/roles/roles";
import { type Deployer, issuerOf } from "../../../gitops/bootstrap/roles/trust";
import { accountAdministersKey } from "../../../documents/keyAdministration";
import type { NeededPermission } from "./neededPermissions";
import { decide, type Request } from "../../documents/simulate";

/** Every action on every resource: what a boundary is put to the test by. */
export const ADMINISTRATOR = policyDocument({
    Sid: "Everything",
    Effect: "Allow",
    Action: "*",
    Resource: "*",
});

/** The role of a name in an account. */
export function roleNamed(name: string, args: DeploymentRolesArgs): DeploymentRole {
    const role = deploymentRoles(args).find((each) => each.name === name);
    if (role === undefined) {
        throw new Error(`the account ${args.account} has no role ${name}`);
    }
    return role;
}

/** Whether the role may: by the policies of its own, or by others that it is given, within its boundary. */
export async function mayDo(
    role: DeploymentRole,
    args: DeploymentRolesArgs,
    { action, resource, context }: NeededPermission,
    identityPolicy: PolicyDocument = role.permissions,
): Promise<boolean> {
    const { partition, account } = args;
    const assumed = action === "sts:AssumeRole" ? /^arn:[^:]+:iam::(\d+):role\/(.+)$/.exec(resource) : null;
    const request: Request = {
        principal: roleArn(partition, account, role.name),
        action,
        // What IAM is asked for on a log group as a whole: the simulator would take `*` for a pattern.
        resource: resource.replace(/(:log-group:.+):\*$/, "$1:log-stream:"),
        account: assumed?.[1] ?? account,
        context:
            assumed === null
                ? context
                : {
                      "aws:PrincipalArn": roleArn(partition, account, role.name),
                      "aws:ResourceOrgID": args.organizationId,
                      "aws:PrincipalOrgID": args.organizationId,
                      ...context,
                  },
        identityPolicy,
        boundary: deploymentBoundary(args),
        ...(action.startsWith("kms:") && resource !== "*" ? { resourcePolicy: keyPolicyOf(args) } : {}),
        ...(assumed === null ? {} : { resourcePolicy: trustOf(assumed, args) }),
    };
    return (await decide(request)) === "Allowed";
}

/** What of a deployer's token AWS decides by. */
export interface Token {
    readonly aud: string;
    readonly sub: string;
}

/** Whether the role of an ARN, as the bootstrap makes it, takes a token of the deployer's. */
export function takesToken(
    arn: string,
    args: Omit<DeploymentRolesArgs, "account">,
    token: Token,
): Promise<boolean> {
    const [, account = "", name = ""] = /::(\d{12}):role\/(.+)$/.exec(arn) ?? [];
    return trusts(roleNamed(name, { ...args, account }).trust, arn, args.deployer, token);
}

/** Whether a role with this trust takes a token of the deployer's. */
export async function trusts(
    trust: PolicyDocument,
    arn: string,
    deployer: Deployer,
    { aud, sub }: Token,
): Promise<boolean> {
    const account = arn.split(":")[4] ?? "";
    const issuer = issuerOf(deployer).url.replace("https://", "");
    const decision = await decide({
        principal: `arn:aws:iam::${account}:oidc-provider/${issuer}`,
        action: "sts:AssumeRoleWithWebIdentity",
        resource: arn,
        account,
        context: { [`${issuer}:aud`]: aud, [`${issuer}:sub`]: sub },
        resourcePolicy: trust,
    });
    return decision === "Allowed";
}

const keyPolicyOf = ({ partition, account }: DeploymentRolesArgs): PolicyDocument =>
    policyDocument(accountAdministersKey(partition, account));

/** Of a role that deploys; any other role is taken to trust all of this account, which a boundary has to withstand. */
function trustOf([, account = "", name = ""]: RegExpExecArray, args: DeploymentRolesArgs): PolicyDocument {
    const role = deploymentRoles({ ...args, account }).find((each) => each.name === name);
    return (
        role?.trust ??
        policyDocument({
            Sid: "TrustsTheAccount",
            Effect: "Allow",
            Principal: { AWS: accountRootArn(args.partition, args.account) },
            Action: "sts:AssumeRole",
        })
    );
}
