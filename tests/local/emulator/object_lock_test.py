"""Object Lock is turned on for buckets that have objects already."""

from aws import Case, client

LOCK = {
    "ObjectLockEnabled": "Enabled",
    "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 365}},
}


class ObjectLock(Case):
    def setUp(self):
        super().setUp()
        self.s3 = client("s3")
        self.s3.create_bucket(Bucket="a-bucket")

    def lock(self):
        self.s3.put_object_lock_configuration(Bucket="a-bucket", ObjectLockConfiguration=LOCK)

    def test_of_a_versioned_bucket_locks_what_comes_from_then_on(self):
        self.s3.put_bucket_versioning(Bucket="a-bucket", VersioningConfiguration={"Status": "Enabled"})
        self.s3.put_object(Bucket="a-bucket", Key="before", Body=b"")
        self.lock()
        self.s3.put_object(Bucket="a-bucket", Key="after", Body=b"")
        modes = [self.s3.head_object(Bucket="a-bucket", Key=key).get("ObjectLockMode") for key in ("before", "after")]
        self.assertEqual(modes, [None, "GOVERNANCE"])
        found = self.s3.get_object_lock_configuration(Bucket="a-bucket")["ObjectLockConfiguration"]
        self.assertEqual(found["Rule"]["DefaultRetention"]["Days"], 365)

    def test_takes_versioning(self):
        self.refused("InvalidBucketState", self.lock)
