"""Puts what CloudTrail delivers into a trail's bucket, where bucket and key let the trail."""

import gzip

from moto.s3.models import s3_backends

from delivery.keys import denied_by_key
from findings import findings
from policy import Request, resource_allows
from world import document, organization_of, service_context

CLOUDTRAIL = "cloudtrail.amazonaws.com"


def folder_of(trail):
    """The folder of the trail's bucket that has one for each account, without a slash at the end.
    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
    """
    organization = organization_of(trail.account_id) if trail.is_org_trail else None
    return "/".join(each for each in (trail.s3_key_prefix, "AWSLogs", organization and organization.org.id) if each)


def put(trail, name, content, metadata=None):
    """Whether the trail may put the object, packed, and has."""
    s3 = s3_backends[trail.account_id][trail.partition]
    bucket = s3.get_bucket(trail.bucket_name)
    arn = f"arn:{trail.partition}:s3:::{bucket.name}"
    source = service_context(trail.arn, trail.account_id)
    asked = Request(
        CLOUDTRAIL,
        "s3:PutObject",
        f"{arn}/{name}",
        bucket.account_id,
        {**source, "s3:x-amz-acl": "bucket-owner-full-control"},
    )
    encrypted = f"arn:{trail.partition}:s3:{bucket.region_name}:{bucket.account_id}:{bucket.name}"
    context = {"aws:cloudtrail:arn": trail.arn, "aws:s3:arn": f"{arn}/{name}"}
    denied = denied_by_key(trail.kms_key_id, encrypted, CLOUDTRAIL, ("kms:GenerateDataKey",), context, source)
    if denied is not None or not resource_allows(asked, document(bucket.policy.decode() if bucket.policy else None)):
        findings.note(f"delivery by {trail.arn}", "AccessDenied", f"{CLOUDTRAIL} may not deliver {arn}/{name}")
        return False
    stored = s3.put_object(
        bucket.name,
        name,
        gzip.compress(content),
        encryption="aws:kms" if trail.kms_key_id else None,
        kms_key_id=trail.kms_key_id,
        # Moto locks by the bucket's default what comes as a request.
        lock_mode=bucket.default_lock_mode or None,
        lock_until=bucket.default_retention() if bucket.default_lock_mode else None,
    )
    stored.set_metadata({f"x-amz-meta-{key}": value for key, value in (metadata or {}).items()})
    return True
