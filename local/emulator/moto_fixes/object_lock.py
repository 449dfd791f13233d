"""Object Lock of buckets that are there."""

from moto.s3.exceptions import InvalidBucketState
from moto.s3.models import S3Backend


def turn_it_on_for_buckets_with_objects():
    """S3 turns it on for any versioned bucket; moto wants an empty one, as S3 did until November 2023.
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-configure.html
    """

    def put_object_lock_configuration(backend, bucket_name, lock_enabled, mode=None, days=None, years=None):
        bucket = backend.get_bucket(bucket_name)
        if not bucket.is_versioned:
            raise InvalidBucketState("Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration")
        bucket.object_lock_enabled = bucket.object_lock_enabled or lock_enabled
        bucket.default_lock_mode, bucket.default_lock_days, bucket.default_lock_years = mode, days, years

    S3Backend.put_object_lock_configuration = put_object_lock_configuration
