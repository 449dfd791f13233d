"""What Firehose streams put into buckets."""

from moto.firehose.models import FirehoseBackend
from moto.s3.exceptions import MissingBucket
from moto.s3.models import s3_backends

from delivery.keys import PUTTING, denied_by_key
from findings import findings, undelivered
from policy import ALLOWED, Request, decide, resource_allows
from world import document, permissions_of, role, role_context, service_context

FIREHOSE = "firehose.amazonaws.com"


def deliver_where_let_in():
    """Has a Firehose stream put objects only into a bucket that its role may put them into and encrypt them for."""
    put = FirehoseBackend.put_s3_records

    def put_if_let_in(backend, delivery_stream_name, version_id, s3_destination, records):
        stream = backend.delivery_streams[delivery_stream_name]
        found = finding(stream, s3_destination)
        if found is not None:
            findings.note(**found)
            if not findings.only_report or bucket_of(stream, s3_destination) is None:
                # Firehose has taken the records, and tells its log group that it cannot deliver them.
                return [{"RecordId": "0"} for _ in records]
        return put(backend, delivery_stream_name, version_id, s3_destination, records)

    FirehoseBackend.put_s3_records = put_if_let_in


def destinations_of(stream):
    """What of a stream's destinations are buckets."""
    return [each[kind] for each in stream.destinations for kind in ("ExtendedS3", "S3") if kind in each][:1]


def finding(stream, destination):
    """What keeps a stream from delivering to a bucket, as findings are noted; None where nothing does.
    https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-s3
    """
    who, denied = denied_to(stream, destination)
    return undelivered(stream.delivery_stream_arn, who, denied, "S3.AccessDenied")


def denied_to(stream, destination):
    """Who is denied, and which action on what; None for the latter if nothing is."""
    _, partition, _, region, account, _ = stream.delivery_stream_arn.split(":", 5)
    by = destination["RoleARN"]
    found = role(by)
    trust = Request(FIREHOSE, "sts:AssumeRole", by, account, service_context(stream.delivery_stream_arn, account))
    if found is None or not resource_allows(trust, document(found.assume_role_policy_document)):
        return FIREHOSE, ("sts:AssumeRole", by)
    arn = destination["BucketARN"]
    bucket = bucket_of(stream, destination)
    if bucket is None:
        return by, ("s3:PutObject", arn)
    policy = document(bucket.policy.decode() if bucket.policy else None)
    put = Request(by, "s3:PutObject", f"{arn}/a", bucket.account_id, role_context(by))
    if decide(put, policy, permissions_of(by)) != ALLOWED:
        return by, ("s3:PutObject", f"{arn}/*")
    key, of_bucket = encryption_of(bucket, destination)
    encrypted = f"arn:{partition}:s3:{region}:{bucket.account_id}:{bucket.name}"
    # With a Bucket Key the context is the bucket: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
    context = {"aws:s3:arn": arn if of_bucket else f"{arn}/a"}
    return by, denied_by_key(key, encrypted, by, PUTTING, context)


def bucket_of(stream, destination):
    """The bucket that a stream delivers to; None where there is none."""
    _, partition, _, _, account, _ = stream.delivery_stream_arn.split(":", 5)
    try:
        return s3_backends[account][partition].get_bucket(destination["BucketARN"].split(":")[-1])
    except MissingBucket:
        return None


def encryption_of(bucket, destination):
    """The key that S3 encrypts what is put with, None if none of KMS, and whether it is by a Bucket Key."""
    rule = (bucket.encryption or {}).get("Rule", {})
    default = rule.get("ApplyServerSideEncryptionByDefault", {})
    of_bucket = str(rule.get("BucketKeyEnabled", "")).lower() == "true"
    asked = (destination.get("EncryptionConfiguration") or {}).get("KMSEncryptionConfig")
    if asked:
        return asked["AWSKMSKeyARN"], of_bucket
    if default.get("SSEAlgorithm") not in ("aws:kms", "aws:kms:dsse"):
        return None, False
    return default.get("KMSMasterKeyID") or "alias/aws/s3", of_bucket
