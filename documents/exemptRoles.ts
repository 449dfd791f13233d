/** Who may take on the roles that the guardrails exempt by their names: a resource control policy. */
import { roleArn, type AccountId, type Partition } from "../aws/arn";
import { policyDocument, type Conditions, type PolicyDocument, type Statement } from "../aws/policyDocument";
import { type ExemptRole, STACK_SETS_ROLE_NAMES } from "./guardrails";

export interface ExemptRolesPolicyArgs {
    readonly partition: Partition;
    readonly organizationId: string;
    readonly managementAccount: AccountId;
    /** Those of the guardrails. */
    readonly exemptRoles: readonly ExemptRole[];
}

/**
 * CloudFormation's service-linked role, in the management account, that takes on its roles of StackSets in all others. Nobody can
 * make a role of this path.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-activate-trusted-access.html
 */
const STACK_SETS_SERVICE_ROLE = "aws-service-role/*/AWSServiceRoleForCloudFormationStackSetsOrgAdmin";

/**
 * A resource control policy for the targets of the guardrails. An account can bring a role of an exempt name along when it joins,
 * whose trust the guardrails have no say in: they bind the organization's principals, not who comes from elsewhere, or the services
 * that a role is for. This policy binds the use of the role:
 *
 * - CloudFormation's is for its service-linked role and nobody else. That none of these policies binds a service-linked role makes
 *   the exemption needless; it is written all the same, since the whole set would depend on it;
 * - the others are for principals of the organization, and no service of AWS;
 * - those that change no more than members have are for no identity provider either: the bootstrap's are taken on from the
 *   management account. A break-glass role may be one of an identity provider's.
 *
 * It allows nothing, and says nothing of roles that are in one account alone: which account joins later cannot be that one.
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
 */
export function exemptRolesPolicy(args: ExemptRolesPolicyArgs): PolicyDocument {
    const { partition, organizationId, managementAccount, exemptRoles } = args;
    const everywhere = exemptRoles.filter(
        ({ account, name }) => account === undefined && name !== STACK_SETS_ROLE_NAMES,
    );
    const deny = (
        sid: string,
        actions: readonly string[],
        names: readonly string[],
        condition?: Conditions,
    ): readonly Statement[] =>
        names.length === 0
            ? []
            : [
                  {
                      Sid: sid,
                      Effect: "Deny",
                      Principal: "*",
                      Action: actions,
                      Resource: names.map((name) => roleArn(partition, "*", name)),
                      ...(condition && { Condition: condition }),
                  },
              ];
    return policyDocument(
        ...deny("StackSetsRoles", [ASSUME, ...FEDERATED], [STACK_SETS_ROLE_NAMES], {
            ArnNotLike: {
                "aws:PrincipalArn": roleArn(partition, managementAccount, STACK_SETS_SERVICE_ROLE),
            },
        }),
        ...deny("StrangersAndServices", [ASSUME], everywhere.map(nameOf), {
            StringNotEqualsIfExists: { "aws:PrincipalOrgID": organizationId },
        }),
        ...deny(
            "IdentityProviders",
            FEDERATED,
            everywhere.filter(({ ofMembers = false }) => ofMembers).map(nameOf),
        ),
    );
}

const ASSUME = "sts:AssumeRole";
const FEDERATED = ["sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"];

const nameOf = ({ name }: ExemptRole): string => name;
