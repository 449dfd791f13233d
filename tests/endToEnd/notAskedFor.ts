/** What roles may do although no call of the tests asks for it, by kind of stack or who else has the role, and why. */

const ELSEWHERE = "what the program's settings do not change today, and its next version may";
const REGIONS_ENABLED =
    'regions "enabled": the emulator answers with the regions of all partitions, so that the test lists its own';
const OF_AWS =
    "AWS asks it of the role that makes an organization trail, the emulator does not: " +
    "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-an-organizational-trail-prepare.html";
const OLD_TAGS = "the provider's way to tags where S3 Control's is refused";
const SELECTORS =
    "the provider asks where the trail says that it has selectors, which the emulator's trail does not";
const BEFORE_THE_BOOTSTRAP = "roles that were made before the bootstrap get the boundary";
const ROLES_OF_OPTIONS =
    "the role goes when the option is turned off, which deletes more than these roles may";
const FUNCTIONS = "functions that are there already: the test has none";
const LOG_SUBSCRIPTION =
    "a subscription of the log group to what is there already: the emulator looks for it in another account";
const LETS_LOG =
    "AWS asks it of who makes a delivery of a bus's logs: " +
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-service-specific.html";
const OF_A_STACK_SET = "forwarders by a StackSet, which tests/endToEnd/stackSet.test.ts looks at";

export const NOT_ASKED_FOR: Readonly<Record<string, string>> = {
    "logging athena:UpdateNamedQuery": ELSEWHERE,
    "logging athena:UpdateWorkGroup":
        "search.scanLimitGigabytes: the emulator never ends a change of a workgroup",
    "logging glue:UpdateDatabase": ELSEWHERE,
    "logging iam:CreatePolicyVersion": ELSEWHERE,
    "logging iam:DeletePolicyVersion": ELSEWHERE,
    "logging kms:UpdateKeyDescription": ELSEWHERE,
    "logging s3:GetBucketTagging": OLD_TAGS,
    "logging s3:PutBucketTagging": OLD_TAGS,
    "logging sqs:SetQueueAttributes": ELSEWHERE,
    "management cloudtrail:GetEventSelectors": SELECTORS,
    "management cloudtrail:GetInsightSelectors": SELECTORS,
    "management iam:CreateServiceLinkedRole": OF_AWS,
    "management iam:DeleteRole": ROLES_OF_OPTIONS,
    "management iam:DeleteRolePolicy": ROLES_OF_OPTIONS,
    "management iam:ListInstanceProfilesForRole": ROLES_OF_OPTIONS,
    "management iam:PutRolePermissionsBoundary": BEFORE_THE_BOOTSTRAP,
    "management iam:UpdateAssumeRolePolicy": ELSEWHERE,
    "management iam:UpdateRoleDescription": ELSEWHERE,
    "management kms:PutKeyPolicy": ELSEWHERE,
    "management kms:UpdateKeyDescription": ELSEWHERE,
    "management lambda:AddPermission": LOG_SUBSCRIPTION,
    "management lambda:GetPolicy": LOG_SUBSCRIPTION,
    "management lambda:RemovePermission": LOG_SUBSCRIPTION,
    "management logs:DeleteSubscriptionFilter": LOG_SUBSCRIPTION,
    "management logs:DescribeSubscriptionFilters": LOG_SUBSCRIPTION,
    "management logs:PutSubscriptionFilter": LOG_SUBSCRIPTION,
    "management organizations:DescribeOrganization": OF_AWS,
    "management organizations:ListAccounts": OF_AWS,
    "members account:ListRegions": REGIONS_ENABLED,
    "members organizations:DescribeOrganization": REGIONS_ENABLED,
    "members organizations:ListAccounts": REGIONS_ENABLED,
    "members organizations:ListAWSServiceAccessForOrganization": REGIONS_ENABLED,
    "members organizations:ListRoots": REGIONS_ENABLED,
    "members ec2:DescribeRegions": REGIONS_ENABLED,
    "members iam:PutRolePermissionsBoundary": BEFORE_THE_BOOTSTRAP,
    "members iam:UpdateAssumeRolePolicy": ELSEWHERE,
    "members iam:UpdateRoleDescription": ELSEWHERE,
    "members scheduler:UpdateSchedule": ELSEWHERE,
    "members sqs:SetQueueAttributes": ELSEWHERE,
    "operators cloudformation:DescribeStackSetOperation": OF_A_STACK_SET,
    "operators cloudformation:DetectStackSetDrift": OF_A_STACK_SET,
    "operators cloudformation:ListStackInstances": OF_A_STACK_SET,
    "operators events:CancelReplay": "what npx security-logging replay says how to do when it is interrupted",
    "operators organizations:ListDelegatedAdministrators": OF_A_STACK_SET,
    "operators s3:GetLifecycleConfiguration": "an archive that is there already: the test makes one",
    "operators sqs:ChangeMessageVisibility":
        "gives back what was read, of which there is nothing here: tests/endToEnd/organization.test.ts reads some",
    "operators sqs:DeleteMessage":
        "of what a tap gets, which here is nothing: tests/endToEnd/tap.test.ts has it get events",
    "security ec2:DescribeRegions": REGIONS_ENABLED,
    "security events:AllowVendedLogDeliveryForResource": LETS_LOG,
    "security events:UpdateEventBus": ELSEWHERE,
    "security firehose:UpdateDestination": ELSEWHERE,
    "security iam:PutRolePermissionsBoundary": BEFORE_THE_BOOTSTRAP,
    "security iam:UpdateAssumeRolePolicy": ELSEWHERE,
    "security iam:UpdateRoleDescription": ELSEWHERE,
    "security kms:PutKeyPolicy": ELSEWHERE,
    "security kms:UpdateKeyDescription": ELSEWHERE,
    "security lambda:AddPermission": FUNCTIONS,
    "security lambda:GetPolicy": FUNCTIONS,
    "security lambda:RemovePermission": FUNCTIONS,
    "security s3:GetBucketTagging": OLD_TAGS,
    "security s3:PutBucketTagging": OLD_TAGS,
    "security sqs:SetQueueAttributes": ELSEWHERE,
    "state kms:GenerateDataKey":
        "S3 takes a data key for each object that it is given, by its caller's rights",
};
