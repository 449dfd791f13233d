"""Trails that could not deliver are refused, each part in CloudTrail's own words."""

from aws import MANAGEMENT, Case, allow, client, client_with, policy

REGION = "us-east-1"
CLOUDTRAIL = {"Service": "cloudtrail.amazonaws.com"}
BUCKET = "arn:aws:s3:::archive"


class Trails(Case):
    """A trail of the organization, and what it delivers to in self.logging."""

    def setUp(self):
        super().setUp()
        self.trail = f"arn:aws:cloudtrail:{REGION}:{MANAGEMENT}:trail/a-trail"
        self.for_trail = {"aws:SourceArn": self.trail}
        self.cloudtrail = client("cloudtrail")
        client("s3", self.logging).create_bucket(Bucket="archive")

    def bucket_policy(self, *statements):
        client("s3", self.logging).put_bucket_policy(Bucket="archive", Policy=policy(*statements))

    def statements(self, folders=None, acl="bucket-owner-full-control", trail=None):
        source = {"aws:SourceArn": trail or self.trail}
        folders = [f"{BUCKET}/AWSLogs/{each}/*" for each in folders or (MANAGEMENT, self.organization)]
        return (
            allow(CLOUDTRAIL, "s3:GetBucketAcl", BUCKET, StringEquals=source),
            allow(CLOUDTRAIL, "s3:PutObject", folders, StringEquals={**source, "s3:x-amz-acl": acl}),
        )

    def create(self, **more):
        said = {"Name": "a-trail", "S3BucketName": "archive", "IsOrganizationTrail": True}
        return self.cloudtrail.create_trail(**said, **more)


class Buckets(Trails):
    def refuse(self, *statements):
        if statements:
            self.bucket_policy(*statements)
        self.refused("InsufficientS3BucketPolicyException", self.create)

    def test_that_let_the_trail(self):
        self.bucket_policy(*self.statements())
        self.assertEqual(self.create()["TrailARN"], self.trail)

    def test_and_are_described_by_name_or_arn_alone(self):
        self.bucket_policy(*self.statements())
        self.create()
        for named, found in (("a-trail", ["a-trail"]), (self.trail, ["a-trail"]), ("another", [])):
            described = self.cloudtrail.describe_trails(trailNameList=[named])["trailList"]
            self.assertEqual([trail["Name"] for trail in described], found)

    def test_without_a_policy(self):
        self.refuse()

    def test_whichever_name_the_sdk_has_for_the_call(self):
        def as_others_name_it(params, **_):
            params["headers"]["X-Amz-Target"] = "CloudTrail_20131101.CreateTrail"

        self.cloudtrail = client_with(
            "cloudtrail", REGION, aws_access_key_id="AKIALOCALEMULATOR000", aws_secret_access_key="secret"
        )
        self.cloudtrail.meta.events.register("before-call", as_others_name_it)
        self.refuse()
        self.bucket_policy(*self.statements())
        self.assertEqual(self.create()["TrailARN"], self.trail)

    def test_that_do_not_show_their_acl(self):
        self.refuse(self.statements()[1])

    def test_that_do_not_let_the_organization_write(self):
        self.refuse(*self.statements(folders=[MANAGEMENT]))

    def test_that_do_not_let_the_account_write(self):
        self.refuse(*self.statements(folders=[self.organization]))

    def test_that_want_another_acl(self):
        self.refuse(*self.statements(acl="private"))

    def test_that_let_another_trail(self):
        self.refuse(*self.statements(trail=f"{self.trail}-2"))

    def test_that_deny(self):
        everything = allow("*", "s3:PutObject", f"{BUCKET}/*", Bool={"aws:SecureTransport": "true"})
        self.refuse(*self.statements(), {**everything, "Effect": "Deny", "Sid": "b"})

    def test_of_an_account_alone(self):
        self.bucket_policy(*self.statements(folders=[MANAGEMENT]))
        self.cloudtrail.create_trail(Name="a-trail", S3BucketName="archive")

    def test_with_a_prefix(self):
        self.bucket_policy(*self.statements())
        self.refused("InsufficientS3BucketPolicyException", self.create, S3KeyPrefix="elsewhere")

    def test_when_the_trail_is_changed(self):
        self.bucket_policy(*self.statements())
        self.create()
        client("s3", self.logging).create_bucket(Bucket="other")
        change = self.cloudtrail.update_trail
        self.refused("InsufficientS3BucketPolicyException", change, Name=self.trail, S3BucketName="other")
        change(Name="a-trail", EnableLogFileValidation=True)


class Rest(Trails):
    def setUp(self):
        super().setUp()
        self.bucket_policy(*self.statements())


class Keys(Rest):
    def key(self, *statements):
        own = allow({"AWS": f"arn:aws:iam::{self.logging}:root"}, "kms:*")
        return client("kms", self.logging).create_key(Policy=policy(own, *statements))["KeyMetadata"]["Arn"]

    def encrypts(self, context):
        like = {"kms:EncryptionContext:aws:cloudtrail:arn": context}
        return allow(CLOUDTRAIL, "kms:GenerateDataKey*", StringEquals=self.for_trail, StringLike=like)

    def describes(self):
        return allow(CLOUDTRAIL, "kms:DescribeKey")

    def test_that_let_the_trail(self):
        own = f"arn:aws:cloudtrail:*:{MANAGEMENT}:trail/*"
        self.create(KmsKeyId=self.key(self.encrypts(own), self.describes()))

    def test_that_let_another_account(self):
        key = self.key(self.encrypts(f"arn:aws:cloudtrail:*:{self.member}:trail/*"), self.describes())
        self.refused("InsufficientEncryptionPolicyException", self.create, KmsKeyId=key)

    def test_that_let_nobody(self):
        self.refused("InsufficientEncryptionPolicyException", self.create, KmsKeyId=self.key())

    def test_that_do_not_exist(self):
        key = f"arn:aws:kms:{REGION}:{self.logging}:key/11111111-2222-3333-4444-555555555555"
        self.refused("KmsKeyNotFoundException", self.create, KmsKeyId=key)


class Topics(Rest):
    def topic(self, **conditions):
        sns = client("sns", self.logging)
        arn = sns.create_topic(Name="a-topic")["TopicArn"]
        document = policy(allow(CLOUDTRAIL, "sns:Publish", arn, **conditions))
        sns.set_topic_attributes(TopicArn=arn, AttributeName="Policy", AttributeValue=document)
        return arn

    def test_that_let_the_trail(self):
        self.create(SnsTopicName=self.topic(StringEquals=self.for_trail))

    def test_that_let_another_trail(self):
        other = self.topic(StringEquals={"aws:SourceArn": f"{self.trail}-2"})
        self.refused("InsufficientSnsTopicPolicyException", self.create, SnsTopicName=other)


class LogGroups(Rest):
    def log_group(self, service="cloudtrail.amazonaws.com", streams=None):
        client("logs").create_log_group(logGroupName="trail")
        arn = f"arn:aws:logs:{REGION}:{MANAGEMENT}:log-group:trail"
        streams = streams or [f"{MANAGEMENT}_CloudTrail_{REGION}*", f"{self.organization}_*"]
        resources = [f"{arn}:log-stream:{each}" for each in streams]
        allows = allow(None, ["logs:CreateLogStream", "logs:PutLogEvents"], resources)
        role = self.role("to-logs", MANAGEMENT, service, allows=allows)
        return {"CloudWatchLogsLogGroupArn": f"{arn}:*", "CloudWatchLogsRoleArn": role}

    def test_that_the_role_may_write_to(self):
        self.create(**self.log_group())

    def test_that_the_role_may_not_write_to(self):
        group = self.log_group(streams=[f"{MANAGEMENT}_CloudTrail_{REGION}*"])
        self.refused("InvalidCloudWatchLogsLogGroupArnException", self.create, **group)

    def test_by_a_role_that_cloudtrail_cannot_assume(self):
        group = self.log_group(service="events.amazonaws.com")
        self.refused("InvalidCloudWatchLogsRoleArnException", self.create, **group)

    def test_that_do_not_exist(self):
        group = self.log_group()
        client("logs").delete_log_group(logGroupName="trail")
        self.refused("InvalidCloudWatchLogsLogGroupArnException", self.create, **group)
