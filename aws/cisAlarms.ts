/**
 * What section 4, Monitoring, of the CIS AWS Foundations Benchmark wants a metric filter and an alarm for: the patterns
 * are the benchmark's, and scanners look for them as they are. Versions 1.4 to 3.0 number them alike.
 * @see https://www.cisecurity.org/benchmark/amazon_web_services
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */

/** One recommendation. */
export interface CisAlarm {
    /** Its number in the benchmark. */
    readonly control: string;
    /** What is noticed, in a few words. */
    readonly title: string;
    /** What the filter, the metric and the alarm are called after. */
    readonly slug: string;
    /** The filter's pattern, at most 1,024 characters. */
    readonly pattern: string;
}

/** The longest pattern that a metric filter can have, in characters. */
export const MAX_PATTERN_LENGTH = 1024;

const anyOf = (...eventNames: readonly string[]): string =>
    eventNames.map((name) => `($.eventName=${name})`).join("||");

const calls = (eventSource: string, ...eventNames: readonly string[]): string =>
    `{($.eventSource=${eventSource}) && (${anyOf(...eventNames)})}`;

export const CIS_ALARMS: readonly CisAlarm[] = [
    {
        control: "4.1",
        title: "Unauthorized API calls",
        slug: "unauthorized-api-calls",
        pattern:
            '{(($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")) && ' +
            '($.sourceIPAddress!="delivery.logs.amazonaws.com") && ($.eventName!="HeadBucket")}',
    },
    {
        control: "4.2",
        title: "Console sign-in without MFA",
        slug: "console-sign-in-without-mfa",
        pattern:
            '{($.eventName="ConsoleLogin") && ($.additionalEventData.MFAUsed!="Yes") && ' +
            '($.userIdentity.type="IAMUser") && ($.responseElements.ConsoleLogin="Success")}',
    },
    {
        control: "4.3",
        title: "Use of the root user",
        slug: "root-user",
        pattern:
            '{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && ' +
            '$.eventType!="AwsServiceEvent"}',
    },
    {
        control: "4.4",
        title: "IAM policy changes",
        slug: "iam-policy-changes",
        pattern: calls(
            "iam.amazonaws.com",
            "DeleteGroupPolicy",
            "DeleteRolePolicy",
            "DeleteUserPolicy",
            "PutGroupPolicy",
            "PutRolePolicy",
            "PutUserPolicy",
            "CreatePolicy",
            "DeletePolicy",
            "CreatePolicyVersion",
            "DeletePolicyVersion",
            "AttachRolePolicy",
            "DetachRolePolicy",
            "AttachUserPolicy",
            "DetachUserPolicy",
            "AttachGroupPolicy",
            "DetachGroupPolicy",
        ),
    },
    {
        control: "4.5",
        title: "CloudTrail configuration changes",
        slug: "cloudtrail-changes",
        pattern: `{${anyOf("CreateTrail", "UpdateTrail", "DeleteTrail", "StartLogging", "StopLogging")}}`,
    },
    {
        control: "4.6",
        title: "Console authentication failures",
        slug: "console-authentication-failures",
        pattern: '{($.eventName=ConsoleLogin) && ($.errorMessage="Failed authentication")}',
    },
    {
        control: "4.7",
        title: "Customer managed keys disabled or scheduled for deletion",
        slug: "key-deletion",
        pattern: calls("kms.amazonaws.com", "DisableKey", "ScheduleKeyDeletion"),
    },
    {
        control: "4.8",
        title: "S3 bucket policy changes",
        slug: "bucket-policy-changes",
        pattern: calls(
            "s3.amazonaws.com",
            "PutBucketAcl",
            "PutBucketPolicy",
            "PutBucketCors",
            "PutBucketLifecycle",
            "PutBucketReplication",
            "DeleteBucketPolicy",
            "DeleteBucketCors",
            "DeleteBucketLifecycle",
            "DeleteBucketReplication",
        ),
    },
    {
        control: "4.9",
        title: "AWS Config configuration changes",
        slug: "config-changes",
        pattern: calls(
            "config.amazonaws.com",
            "StopConfigurationRecorder",
            "DeleteDeliveryChannel",
            "PutDeliveryChannel",
            "PutConfigurationRecorder",
        ),
    },
    {
        control: "4.10",
        title: "Security group changes",
        slug: "security-group-changes",
        pattern: `{${anyOf(
            "AuthorizeSecurityGroupIngress",
            "AuthorizeSecurityGroupEgress",
            "RevokeSecurityGroupIngress",
            "RevokeSecurityGroupEgress",
            "CreateSecurityGroup",
            "DeleteSecurityGroup",
        )}}`,
    },
    {
        control: "4.11",
        title: "Network access control list changes",
        slug: "network-acl-changes",
        pattern: `{${anyOf(
            "CreateNetworkAcl",
            "CreateNetworkAclEntry",
            "DeleteNetworkAcl",
            "DeleteNetworkAclEntry",
            "ReplaceNetworkAclEntry",
            "ReplaceNetworkAclAssociation",
        )}}`,
    },
    {
        control: "4.12",
        title: "Network gateway changes",
        slug: "network-gateway-changes",
        pattern: `{${anyOf(
            "CreateCustomerGateway",
            "DeleteCustomerGateway",
            "AttachInternetGateway",
            "CreateInternetGateway",
            "DeleteInternetGateway",
            "DetachInternetGateway",
        )}}`,
    },
    {
        control: "4.13",
        title: "Route table changes",
        slug: "route-table-changes",
        pattern: calls(
            "ec2.amazonaws.com",
            "CreateRoute",
            "CreateRouteTable",
            "ReplaceRoute",
            "ReplaceRouteTableAssociation",
            "DeleteRouteTable",
            "DeleteRoute",
            "DisassociateRouteTable",
        ),
    },
    {
        control: "4.14",
        title: "VPC changes",
        slug: "vpc-changes",
        pattern: `{${anyOf(
            "CreateVpc",
            "DeleteVpc",
            "ModifyVpcAttribute",
            "AcceptVpcPeeringConnection",
            "CreateVpcPeeringConnection",
            "DeleteVpcPeeringConnection",
            "RejectVpcPeeringConnection",
            "AttachClassicLinkVpc",
            "DetachClassicLinkVpc",
            "DisableVpcClassicLink",
            "EnableVpcClassicLink",
        )}}`,
    },
    {
        control: "4.15",
        title: "AWS Organizations changes",
        slug: "organizations-changes",
        pattern: calls(
            "organizations.amazonaws.com",
            "AcceptHandshake",
            "AttachPolicy",
            "CancelHandshake",
            "CreateAccount",
            "CreateOrganization",
            "CreateOrganizationalUnit",
            "CreatePolicy",
            "DeclineHandshake",
            "DeleteOrganization",
            "DeleteOrganizationalUnit",
            "DeletePolicy",
            "EnableAllFeatures",
            "EnablePolicyType",
            "InviteAccountToOrganization",
            "LeaveOrganization",
            "DetachPolicy",
            "DisablePolicyType",
            "MoveAccount",
            "RemoveAccountFromOrganization",
            "UpdateOrganizationalUnit",
            "UpdatePolicy",
        ),
    },
];
