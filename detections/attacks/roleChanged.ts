import { type Detection, callsOf, otherThanLike } from "../detection";
import { ACCOUNT_MANIPULATION, DISABLE_CLOUD_LOGS } from "../techniques";
import { alertedCalls } from "../verdicts";

/**
 * The roles by which services reach all accounts, by what their names start with.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/using-service-linked-roles.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-activate-trusted-access.html
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/slr-permissions.html
 * @see https://docs.aws.amazon.com/macie/latest/user/service-linked-roles.html
 */
const SERVICE_LINKED = ["CloudTrail", "CloudFormationStackSets", "AmazonGuardDuty", "AmazonMacie"].map(
    (service) => ({
        prefix: `AWSServiceRoleFor${service}`,
    }),
);

export const roleChanged: Detection = {
    name: "role-changed",
    title: "A role of the event path, or one of CloudTrail's, StackSets', GuardDuty's or Macie's, was changed or deleted",
    description:
        "EventBridge can no longer put an account's events on the central bus, or somebody else can use the role.",
    severity: "high",
    techniques: [DISABLE_CLOUD_LOGS, ACCOUNT_MANIPULATION],
    sparesNobody: true,
    calls: ({ partition, namePrefix, boundaryNames }) => [
        callsOf(
            "iam",
            alertedCalls("role-changed", "iam", "role").filter(
                (name) => name !== "PutRolePermissionsBoundary",
            ),
            { roleName: [{ prefix: `${namePrefix}-` }] },
        ),
        // Roles that were there before the bootstrap get their boundary by a call of its own.
        callsOf("iam", ["PutRolePermissionsBoundary"], {
            roleName: [{ prefix: `${namePrefix}-` }],
            permissionsBoundary: otherThanLike(
                ...boundaryNames.map((name) => `arn:${partition}:iam::*:policy/${name}`),
            ),
        }),
        callsOf("iam", alertedCalls("role-changed", "iam", "service-linked role"), {
            roleName: SERVICE_LINKED,
        }),
    ],
};
