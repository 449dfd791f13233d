/** What roles that deploy may do although no call of the test asks for it, by kind of stack and action, and why. */

const ELSEWHERE = "what the program's settings do not change today, and its next version may";
const OF_AWS =
    "AWS asks it of whoever makes an organization trail, the emulator does not: " +
    "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-an-organizational-trail-prepare.html";
const OLD_TAGS = "the provider's way to tags where S3 Control's is refused";
const SELECTORS =
    "the provider asks where the trail says that it has selectors, which the emulator's trail does not";

export const NOT_ASKED_FOR: Readonly<Record<string, string>> = {
    "logging kms:UpdateKeyDescription": ELSEWHERE,
    "logging s3:GetBucketTagging": OLD_TAGS,
    "logging s3:PutBucketTagging": OLD_TAGS,
    "management cloudtrail:GetEventSelectors": SELECTORS,
    "management cloudtrail:GetInsightSelectors": SELECTORS,
    "management iam:CreateServiceLinkedRole": OF_AWS,
    "management iam:GetRole": OF_AWS,
    "management organizations:DescribeOrganization": OF_AWS,
    "management organizations:ListAccounts": OF_AWS,
    "members ec2:DescribeRegions":
        'regions "enabled": the emulator answers with the regions of all partitions, so that the test lists its own',
    "members iam:PutRolePermissionsBoundary":
        "forwarders that were made before the bootstrap get the boundary",
    "members iam:UpdateAssumeRolePolicy": ELSEWHERE,
    "members iam:UpdateRoleDescription": ELSEWHERE,
    "members sqs:SetQueueAttributes": ELSEWHERE,
    "security events:UpdateEventBus": ELSEWHERE,
    "security kms:PutKeyPolicy": ELSEWHERE,
    "security kms:UpdateKeyDescription": ELSEWHERE,
    "security sqs:SetQueueAttributes": ELSEWHERE,
};
