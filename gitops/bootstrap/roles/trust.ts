/** Who may assume the roles that deploy. */
import { accountRootArn, arn, type Partition } from "../../../aws/arn";
import { oneOrAll, policyDocument, type PolicyDocument } from "../../../aws/policyDocument";
import { deploymentRoleArn, type DeployedAccount, type DeploymentOperation } from "../../../settings/access";

/** Who runs Pulumi, and shows AWS a token for it. */
export type Deployer =
    | {
          /** Pulumi Deployments: the token says which operation on which stack it is for. */
          readonly kind: "pulumi-deployments";
          readonly organization: string;
          /** The Pulumi project of the stacks. */
          readonly project: string;
      }
    | {
          /** A Pulumi ESC environment for each stack and operation, named `<stack>-<operation>`, as gitops/esc has them. */
          readonly kind: "pulumi-esc";
          readonly organization: string;
          /** The ESC project of the environments. */
          readonly project: string;
      }
    | {
          /** GitHub Actions: pull requests and the branch look, jobs in a protected environment change. */
          readonly kind: "github";
          /** `owner/repository`, or with GitHub's immutable ids `owner@1/repository@2`. */
          readonly repository: string;
          /** The branch whose scheduled runs look for drift. */
          readonly branch: string;
          /** The GitHub environment of updates. Left out: one a stack, named as the stack. */
          readonly environment?: string;
      };

/** The OpenID Connect issuer of a deployer's tokens, and what its tokens are made out to. */
export interface Issuer {
    readonly url: string;
    readonly audience: string;
}

/**
 * Pulumi makes its tokens out to the Pulumi organization, ESC's with `aws:` in front unless the environment is of the
 * project `default`. GitHub's are made out to what the workflow names, which with AWS's own action is `sts.amazonaws.com`.
 * @see https://www.pulumi.com/docs/deployments/guides/oidc/
 * @see https://www.pulumi.com/docs/esc/guides/configuring-oidc/aws/
 * @see https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
 */
export function issuerOf(deployer: Deployer): Issuer {
    switch (deployer.kind) {
        case "pulumi-deployments":
            return { url: "https://api.pulumi.com/oidc", audience: deployer.organization };
        case "pulumi-esc":
            return { url: "https://api.pulumi.com/oidc", audience: `aws:${deployer.organization}` };
        case "github":
            return { url: "https://token.actions.githubusercontent.com", audience: "sts.amazonaws.com" };
    }
}

export interface DeployerTrustArgs extends DeployedAccount {
    readonly deployer: Deployer;
    readonly operation: DeploymentOperation;
    /** Names of the stacks that are deployed with the role. */
    readonly stacks: readonly string[];
}

/**
 * The most characters of a role's trust that AWS takes unless it has raised the account's quota.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const MAX_TRUST_LENGTH = 2048;

/**
 * Lets the deployer in for this operation on these stacks, and for nothing else that it runs. Destroying a stack is
 * not among the operations: it takes an administrator. At most {@link MAX_TRUST_LENGTH} characters, which the bootstrap's
 * settings see to.
 *
 * Subjects are whole, never patterns: who may make stacks or environments would get in by their names.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
 */
export function deployerTrust(args: DeployerTrustArgs): PolicyDocument {
    const { url, audience } = issuerOf(args.deployer);
    const issuer = url.replace("https://", "");
    return policyDocument({
        Sid: "DeployerAssumesRole",
        Effect: "Allow",
        Principal: { Federated: arn({ ...args, service: "iam", resource: `oidc-provider/${issuer}` }) },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
            StringEquals: { [`${issuer}:aud`]: audience, [`${issuer}:sub`]: subjects(args) },
        },
    });
}

/** The operations of Pulumi Deployments: those that look, and the one that changes. */
const OPERATIONS: Readonly<Record<DeploymentOperation, readonly string[]>> = {
    // Looking for drift is a refresh that changes nothing; as an operation of its own, its name is the last.
    preview: ["preview", "refresh", "detect-drift"],
    update: ["update"],
};

/**
 * The subjects of the tokens, as their issuers write them.
 * @see https://www.pulumi.com/docs/deployments/guides/oidc/#custom-claims
 * @see https://www.pulumi.com/docs/reference/pkg/nodejs/pulumi/cloud-sdk/enums/Models.PulumiOperation.html
 * @see https://www.pulumi.com/docs/esc/guides/configuring-oidc/#custom-token-claim
 * @see https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims
 */
function subjects({ deployer, operation, stacks }: DeployerTrustArgs): readonly string[] {
    switch (deployer.kind) {
        case "pulumi-deployments": {
            const project = `pulumi:deploy:org:${deployer.organization}:project:${deployer.project}`;
            return stacks.flatMap((stack) =>
                OPERATIONS[operation].map(
                    (each) => `${project}:stack:${stack}:operation:${each}:scope:write`,
                ),
            );
        }
        case "pulumi-esc": {
            // The subject that `subjectAttributes: [currentEnvironment.name]` makes. By default a stack that imports an
            // environment would have the same subject as every other.
            const organization = `pulumi:environments:pulumi.organization.login:${deployer.organization}`;
            return stacks.map(
                (stack) =>
                    `${organization}:currentEnvironment.name:${deployer.project}/${stack}-${operation}`,
            );
        }
        case "github": {
            const { repository, branch, environment } = deployer;
            if (operation === "preview") {
                return [`repo:${repository}:pull_request`, `repo:${repository}:ref:refs/heads/${branch}`];
            }
            const environments = environment === undefined ? stacks : [environment];
            return environments.map((each) => `repo:${repository}:environment:${each}`);
        }
    }
}

export interface MemberTrustArgs extends DeployedAccount {
    readonly managementAccount: string;
    readonly organizationId: string;
    readonly operation: DeploymentOperation;
}

/** Lets the management account's role for members stacks into another account, for the same operation. */
export function memberTrust(args: MemberTrustArgs): PolicyDocument {
    const entry = deploymentRoleArn({ ...args, account: args.managementAccount }, "members", args.operation);
    return trustOfPrincipals("ManagementAssumesRole", entry, args);
}

/**
 * Lets IAM roles and users of the organization in, by their whole ARNs.
 *
 * The account is the principal and the role a condition, because a role that is named as principal has to exist
 * first, and is no longer meant once it has been made anew.
 */
export function trustOfPrincipals(
    sid: string,
    principals: string | readonly string[],
    { partition, organizationId }: { readonly partition: Partition; readonly organizationId: string },
): PolicyDocument {
    const accounts = [...new Set([principals].flat().map((principal) => principal.split(":")[4] ?? ""))];
    const roots = accounts.map((account) => accountRootArn(partition, account));
    return policyDocument({
        Sid: sid,
        Effect: "Allow",
        Principal: { AWS: oneOrAll(roots) },
        Action: "sts:AssumeRole",
        Condition: {
            ArnEquals: { "aws:PrincipalArn": principals },
            StringEquals: { "aws:PrincipalOrgID": organizationId },
        },
    });
}
