"""Refuses trails that could not deliver what they record."""

from dataclasses import dataclass

from moto.cloudtrail.models import cloudtrail_backends
from moto.kms.models import kms_backends
from moto.logs.models import logs_backends
from moto.s3.models import s3_backends
from moto.sns.models import sns_backends

from edge.call import Refusal
from policy import ALLOWED, Request, decide, resource_allows
from world import document, organization_of, permissions_of, role, role_context, service_calls, service_context

CLOUDTRAIL = "cloudtrail.amazonaws.com"


@dataclass(frozen=True)
class Trail:
    """A trail as it would be after the call."""

    arn: str
    # The account that it belongs to, which of an organization's trail is the management account.
    owner: str
    # None where it is no trail of an organization.
    organization_id: str | None
    bucket: str
    prefix: str | None
    key: str | None
    topic: str | None
    log_group: str | None
    log_role: str | None

    @property
    def partition(self):
        return self.arn.split(":")[1]

    @property
    def region(self):
        return self.arn.split(":")[3]

    def request(self, action, resource, **context):
        """What CloudTrail asks of another service for the trail."""
        return Request(
            CLOUDTRAIL, action, resource, "", {**service_context(self.arn, self.owner), **context}
        )


def refuse_trails_that_cannot_deliver(call):
    """CreateTrail and UpdateTrail, where what the trail delivers to does not let CloudTrail in.
    https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html
    """
    if call.service != "cloudtrail" or call.action not in ("CreateTrail", "UpdateTrail"):
        return
    trail = trail_after(call)
    if trail is None:
        return
    refuse_bucket(trail)
    refuse_key(trail)
    refuse_topic(trail)
    refuse_log_group(trail)


def trail_after(call):
    """The trail as the call makes it; None where moto has something to say about it first."""
    given = call.parameters
    organization = organization_of(call.account)
    name = given["Name"]
    owner = name.split(":")[4] if name.startswith("arn:") else call.account
    if given.get("IsOrganizationTrail") and organization is not None and call.action == "CreateTrail":
        owner = organization.account_id
    before = {}
    if call.action == "UpdateTrail":
        trails = cloudtrail_backends[owner][call.region].trails
        found = next((each for each in trails.values() if name in (each.trail_name, each.arn)), None)
        if found is None:
            return None
        name, before = found.trail_name, found.description()
    arn = f"arn:{call.partition}:cloudtrail:{call.region}:{owner}:trail/{name}"

    def value(member):
        return given[member] if member in given else before.get(member)

    of_organization = value("IsOrganizationTrail") and organization is not None
    return Trail(
        arn=arn,
        owner=owner,
        organization_id=organization.org.id if of_organization else None,
        bucket=value("S3BucketName"),
        prefix=value("S3KeyPrefix") or None,
        key=value("KmsKeyId") or None,
        topic=value("SnsTopicName") or None,
        log_group=value("CloudWatchLogsLogGroupArn") or None,
        log_role=value("CloudWatchLogsRoleArn") or None,
    )


def refuse_bucket(trail):
    """A bucket whose policy does not let CloudTrail read its ACL, and write below the folder of the trail's account
    and, for an organization's trail, of the organization, with the ACL that it sends.
    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
    """
    try:
        bucket = s3_backends[trail.owner][trail.partition].get_bucket(trail.bucket)
    except Exception:
        return  # moto says that it does not exist.
    policy = document(bucket.policy.decode() if bucket.policy else None)
    arn = f"arn:{trail.partition}:s3:::{trail.bucket}"
    top = f"{arn}/{trail.prefix}/AWSLogs" if trail.prefix else f"{arn}/AWSLogs"
    folders = [f"{top}/{trail.owner}"]
    if trail.organization_id is not None:
        folders.append(f"{top}/{trail.organization_id}/{trail.owner}")
    acl = {"s3:x-amz-acl": "bucket-owner-full-control"}
    requests = [
        trail.request("s3:GetBucketAcl", arn),
        *(trail.request("s3:PutObject", f"{folder}/CloudTrail/{trail.region}/a.json.gz", **acl) for folder in folders),
    ]
    if not all(resource_allows(request, policy) for request in requests):
        raise Refusal(
            "InsufficientS3BucketPolicyException", f"Incorrect S3 bucket policy is detected for bucket: {trail.bucket}"
        )


def refuse_key(trail):
    """A key whose policy does not let CloudTrail make data keys for the trail and describe it.
    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
    """
    if trail.key is None:
        return
    account = trail.key.split(":")[4] if trail.key.startswith("arn:") else trail.owner
    keys = kms_backends[account][trail.region]
    try:
        key = keys.keys[keys.get_key_id(resolved(keys, trail.key))]
    except (KeyError, AttributeError, TypeError) as error:
        raise Refusal("KmsKeyNotFoundException", f"KMS key {trail.key} does not exist") from error
    context = {"kms:EncryptionContext:aws:cloudtrail:arn": trail.arn}
    requests = (
        trail.request("kms:GenerateDataKey", key.arn, **context),
        trail.request("kms:DescribeKey", key.arn),
    )
    if not all(resource_allows(request, document(key.policy)) for request in requests):
        raise Refusal("InsufficientEncryptionPolicyException", f"Insufficient permissions to access S3 bucket {trail.bucket} or KMS key {key.arn}.")


def resolved(keys, name):
    """The key that an alias is of; any other name as it is."""
    return keys.get_key_id_from_alias(name.rpartition(":")[2]) if "alias/" in name else name


def refuse_topic(trail):
    """A topic whose policy does not let CloudTrail publish for the trail.
    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-permissions-for-sns-notifications.html
    """
    if trail.topic is None:
        return
    arn = trail.topic
    if not arn.startswith("arn:"):
        arn = f"arn:{trail.partition}:sns:{trail.region}:{trail.owner}:{trail.topic}"
    _, _, _, region, account, _ = arn.split(":")
    topic = sns_backends[account][region].topics.get(arn)
    request = trail.request("sns:Publish", arn)
    if topic is None or not resource_allows(request, document(topic.policy)):
        raise Refusal(
            "InsufficientSnsTopicPolicyException", "SNS Topic does not exist or the topic policy is incorrect!"
        )


def refuse_log_group(trail):
    """A log group that is not there, and a role that CloudTrail cannot assume or that may not write to it.
    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
    """
    if trail.log_group is None:
        return
    group = trail.log_group.removesuffix(":*")
    _, _, _, region, account, _, name = group.split(":", 6)
    if name not in logs_backends[account][region].groups:
        raise Refusal(
            "InvalidCloudWatchLogsLogGroupArnException",
            f"CloudTrail cannot validate the specified log group ARN: {trail.log_group}",
        )
    found = role(trail.log_role) if trail.log_role else None
    assumed = Request(CLOUDTRAIL, "sts:AssumeRole", trail.log_role or "", account, service_calls())
    if found is None or not resource_allows(assumed, document(found.assume_role_policy_document)):
        raise Refusal(
            "InvalidCloudWatchLogsRoleArnException",
            "CloudTrail cannot assume the role: verify its trust policy.",
        )
    streams = [f"{trail.owner}_CloudTrail_{trail.region}"]
    if trail.organization_id is not None:
        streams.append(f"{trail.organization_id}_{trail.owner}_CloudTrail_{trail.region}")
    for stream in streams:
        for action in ("logs:CreateLogStream", "logs:PutLogEvents"):
            resource = f"{group}:log-stream:{stream}"
            request = Request(trail.log_role, action, resource, account, role_context(trail.log_role))
            if decide(request, None, permissions_of(trail.log_role)) != ALLOWED:
                raise Refusal(
                    "InvalidCloudWatchLogsLogGroupArnException",
                    "Access denied. Verify in IAM that the role has adequate permissions.",
                )
