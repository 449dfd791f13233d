"""What CloudTrail makes of calls while it watches: events, the event history, log events, log files and digests."""

import gzip
import hashlib
import json

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from aws import MANAGEMENT, allow, client, policy, respond
from delivery import cloudtrail, digests
from delivery.cloudtrail import watch_calls
from findings import findings
from trails_test import BUCKET, CLOUDTRAIL, REGION, Trails

watch_calls()


class Watched(Trails):
    def setUp(self):
        super().setUp()
        cloudtrail.history.clear()
        cloudtrail.undelivered.clear()
        digests.undigested.clear()
        digests.last.clear()
        self.addCleanup(cloudtrail.watching.clear)

    def watch(self, **trail):
        """Makes the trail, has it log, and has CloudTrail watch from now on."""
        self.bucket_policy(*self.statements())
        self.create(**trail)
        self.cloudtrail.start_logging(Name="a-trail")
        respond("POST", "http://localhost:0/emulator/cloudtrail?watch=true")

    def events(self, account, region=REGION):
        """What a rule of the account picks, by a queue."""
        pattern = json.dumps({"source": [{"prefix": "aws."}]})
        client("events", account, region).put_rule(
            Name="all", EventPattern=pattern, State="ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
        )
        sqs = client("sqs", account, region)
        rule = f"arn:aws:events:{region}:{account}:rule/all"
        lets = allow({"Service": "events.amazonaws.com"}, "sqs:SendMessage", ArnEquals={"aws:SourceArn": rule})
        url = sqs.create_queue(QueueName="all", Attributes={"Policy": policy(lets)})["QueueUrl"]
        arn = f"arn:aws:sqs:{region}:{account}:all"
        client("events", account, region).put_targets(Rule="all", Targets=[{"Id": "a", "Arn": arn}])

        def received():
            said = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
            return [json.loads(message["Body"]) for message in said]

        return received


class Events(Watched):
    def test_tell_who_called_what_with_which_request_and_result(self):
        received = self.events(self.member)
        self.watch()
        said = client("sns", self.member).create_topic(Name="a-topic")
        (event,) = received()
        self.assertEqual((event["source"], event["account"], event["region"]), ("aws.sns", self.member, REGION))
        self.assertEqual(event["detail-type"], "AWS API Call via CloudTrail")
        record = event["detail"]
        self.assertEqual(
            (record["eventSource"], record["eventName"], record["readOnly"], record["requestParameters"]),
            ("sns.amazonaws.com", "CreateTopic", False, {"name": "a-topic"}),
        )
        self.assertEqual(record["requestID"], said["ResponseMetadata"]["RequestId"])
        self.assertIn(":assumed-role/OrganizationAccountAccessRole/", record["userIdentity"]["arn"])

    def test_tell_what_was_refused(self):
        received = self.events(self.member)
        self.watch()
        self.refused("NoSuchEntity", client("iam", self.member).delete_role, RoleName="nobody")
        self.assertEqual([each["detail"]["errorCode"] for each in received()], ["NoSuchEntity"])

    def test_of_global_services_are_in_one_region(self):
        elsewhere, received = self.events(self.member, "eu-west-1"), self.events(self.member)
        self.watch()
        client("iam", self.member, "eu-west-1").create_user(UserName="a")
        self.assertEqual((elsewhere(), len(received())), ([], 1))

    def test_of_data_there_are_none(self):
        received = self.events(self.member)
        self.watch()
        client("events", self.member).put_events(Entries=[{"Source": "x", "DetailType": "y", "Detail": "{}"}])
        self.assertEqual(received(), [])

    def test_there_are_none_without_a_trail_that_logs(self):
        received = self.events(self.member)
        by_manager = self.events(MANAGEMENT)
        self.watch()
        self.cloudtrail.stop_logging(Name="a-trail")
        client("sns", self.member).create_topic(Name="a-topic")
        self.assertEqual(received(), [])
        self.assertEqual([each["detail"]["eventName"] for each in by_manager()], ["StopLogging"])

    def test_there_are_none_unless_it_watches(self):
        received = self.events(self.member)
        self.watch()
        respond("POST", "http://localhost:0/emulator/cloudtrail?watch=false")
        client("sns", self.member).create_topic(Name="a-topic")
        self.assertEqual(received(), [])


class History(Watched):
    def names(self, **asked):
        said = client("cloudtrail", self.member).lookup_events(**asked)
        return [(event["EventName"], json.loads(event["CloudTrailEvent"])["readOnly"]) for event in said["Events"]]

    def test_has_the_latest_first_by_the_attribute_asked_for(self):
        self.watch()
        client("sns", self.member).create_topic(Name="a-topic")
        client("sns", self.member).list_topics()
        self.assertEqual(self.names(), [("ListTopics", True), ("CreateTopic", False)])
        cloudtrail.history[(self.member, REGION)].pop()
        writes = [{"AttributeKey": "ReadOnly", "AttributeValue": "false"}]
        self.assertEqual(self.names(LookupAttributes=writes), [("CreateTopic", False)])

    def test_comes_in_pages(self):
        self.watch()
        for name in "abc":
            client("sns", self.member).create_topic(Name=name)
        trail = client("cloudtrail", self.member)
        first = trail.lookup_events(MaxResults=2)
        self.assertEqual(len(first["Events"]), 2)
        self.assertIn("NextToken", first)


class Deliveries(Watched):
    def test_of_log_files_to_the_archive(self):
        self.watch()
        client("sns", self.member).create_topic(Name="a-topic")
        _, _, body = respond("POST", "http://localhost:0/emulator/cloudtrail?deliver=true")
        (key,) = [key for key in json.loads(body)["delivered"] if self.member in key]
        self.assertRegex(key, rf"^AWSLogs/{self.organization}/{self.member}/CloudTrail/{REGION}/\d{{4}}/\d\d/\d\d/.*\.json\.gz$")
        content = client("s3", self.logging).get_object(Bucket="archive", Key=key)["Body"].read()
        (record,) = json.loads(gzip.decompress(content))["Records"]
        self.assertEqual(record["eventName"], "CreateTopic")

    def test_that_a_denial_with_a_condition_does_not_hide(self):
        plain = {**allow("*", "s3:*", f"{BUCKET}/*", Bool={"aws:SecureTransport": "false"}), "Effect": "Deny", "Sid": "Plain"}
        self.watch()
        self.bucket_policy(*self.statements(), plain)
        client("sns", self.member).create_topic(Name="a-topic")
        _, _, body = respond("POST", "http://localhost:0/emulator/cloudtrail?deliver=true")
        key = json.loads(body)["delivered"][0]
        s3 = client("s3", self.logging)
        s3.get_object(Bucket="archive", Key=key)
        self.bucket_policy(*self.statements(), {**allow("*", "s3:*", f"{BUCKET}/*"), "Effect": "Deny", "Sid": "All"})
        self.refused("403", s3.get_object, Bucket="archive", Key=key)

    def test_of_nothing_to_an_archive_that_is_closed(self):
        self.watch()
        client("sns", self.member).create_topic(Name="a-topic")
        client("s3", self.logging).delete_bucket_policy(Bucket="archive")
        _, _, body = respond("POST", "http://localhost:0/emulator/cloudtrail?deliver=true")
        self.assertEqual(json.loads(body)["delivered"], [])

    def log_group(self, streams):
        """A log group, and a role that CloudTrail assumes to write these streams of it."""
        logs = client("logs")
        logs.create_log_group(logGroupName="trail")
        group = f"arn:aws:logs:{REGION}:{MANAGEMENT}:log-group:trail"
        both = ["logs:CreateLogStream", "logs:PutLogEvents"]
        allows = allow(None, both, [f"{group}:log-stream:{each}" for each in streams])
        role = self.role("write", MANAGEMENT, CLOUDTRAIL["Service"], allows=allows)
        return {"CloudWatchLogsLogGroupArn": f"{group}:*", "CloudWatchLogsRoleArn": role}

    def test_of_log_events_to_the_stream_of_the_account(self):
        self.watch(**self.log_group(["*"]))
        client("sns", self.member).create_topic(Name="a-topic")
        stream = f"{self.organization}_{self.member}_CloudTrail_{REGION}"
        events = client("logs").get_log_events(logGroupName="trail", logStreamName=stream)["events"]
        self.assertEqual([json.loads(event["message"])["eventName"] for event in events], ["CreateTopic"])

    def test_of_no_log_events_where_the_role_may_not(self):
        own = [f"{MANAGEMENT}_CloudTrail_*", f"{self.organization}_{MANAGEMENT}_*"]
        self.watch(**self.log_group(own))
        findings.only_report = False
        client("sns", self.member).create_topic(Name="a-topic")
        streams = client("logs").describe_log_streams(logGroupName="trail")["logStreams"]
        self.assertEqual([each["logStreamName"] for each in streams if self.member in each["logStreamName"]], [])


class Digests(Watched):
    """Checked by another implementation than the one that validates archives."""

    def digest(self, account, region=REGION):
        """Has CloudTrail write digests: the key, the content, what it says and the metadata of one."""
        _, _, body = respond("POST", "http://localhost:0/emulator/cloudtrail?digest=true")
        (key,) = [key for key in json.loads(body)["delivered"] if f"/{account}_CloudTrail-Digest_{region}_" in key]
        said = client("s3", self.logging).get_object(Bucket="archive", Key=key)
        content = gzip.decompress(said["Body"].read())
        return key, content, json.loads(content), said["Metadata"]

    def verify(self, key, content, digest, metadata):
        """Raises InvalidSignature unless the region's key signed it."""
        (listed,) = client("cloudtrail", MANAGEMENT, "us-east-1").list_public_keys()["PublicKeyList"]
        self.assertEqual(digest["digestPublicKeyFingerprint"], listed["Fingerprint"])
        previous = digest["previousDigestSignature"] or "null"
        end, hashed = digest["digestEndTime"], hashlib.sha256(content).hexdigest()
        signed = f"{end}\narchive/{key}\n{hashed}\n{previous}"
        public = load_der_public_key(listed["Value"])
        public.verify(bytes.fromhex(metadata["signature"]), signed.encode(), padding.PKCS1v15(), SHA256())

    def test_name_the_log_files_since_the_one_before_and_that_one(self):
        self.watch(EnableLogFileValidation=True, IsMultiRegionTrail=True)
        first, first_content, began, signed = self.digest(self.member)
        self.assertEqual((began["logFiles"], began["previousDigestSignature"]), ([], None))
        self.assertRegex(
            first,
            rf"^AWSLogs/{self.organization}/{self.member}/CloudTrail-Digest/{REGION}/\d{{4}}/\d\d/\d\d/"
            rf"{self.member}_CloudTrail-Digest_{REGION}_a-trail_{REGION}_\d{{8}}T\d{{6}}Z\.json\.gz$",
        )
        self.verify(first, first_content, began, signed)
        client("sns", self.member).create_topic(Name="a-topic")
        _, _, body = respond("POST", "http://localhost:0/emulator/cloudtrail?deliver=true")
        (log_file,) = [key for key in json.loads(body)["delivered"] if f"/{self.member}_" in key]
        second, content, digest, metadata = self.digest(self.member)
        self.verify(second, content, digest, metadata)
        self.assertEqual(digest["previousDigestS3Object"], first)
        self.assertEqual(digest["previousDigestHashValue"], hashlib.sha256(first_content).hexdigest())
        self.assertEqual(digest["previousDigestSignature"], signed["signature"])
        self.assertEqual(digest["digestStartTime"], began["digestEndTime"])
        stored = client("s3", self.logging).get_object(Bucket="archive", Key=log_file)["Body"].read()
        hashed = hashlib.sha256(gzip.decompress(stored)).hexdigest()
        self.assertEqual([(each["s3Object"], each["hashValue"]) for each in digest["logFiles"]], [(log_file, hashed)])
        with self.assertRaises(InvalidSignature):
            self.verify(second, content + b" ", digest, metadata)

    def test_are_of_every_account_and_region(self):
        self.watch(EnableLogFileValidation=True, IsMultiRegionTrail=True)
        _, _, body = respond("POST", "http://localhost:0/emulator/cloudtrail?digest=true")
        delivered = json.loads(body)["delivered"]
        folders = {tuple(key.split("/")[2:5:2]) for key in delivered}
        self.assertEqual(len(folders), len(delivered))
        for account in (MANAGEMENT, self.logging, self.security, self.member):
            for region in (REGION, "eu-west-1"):
                self.assertIn((account, region), folders)
        self.assertNotIn("cn-north-1", {region for _, region in folders})

    def test_there_are_none_of_a_trail_that_does_not_validate(self):
        self.watch(IsMultiRegionTrail=True)
        _, _, body = respond("POST", "http://localhost:0/emulator/cloudtrail?digest=true")
        self.assertEqual(json.loads(body)["delivered"], [])

    def test_begin_anew_after_the_trail_stopped(self):
        self.watch(EnableLogFileValidation=True, IsMultiRegionTrail=True)
        self.digest(self.member)
        self.cloudtrail.stop_logging(Name="a-trail")
        respond("POST", "http://localhost:0/emulator/cloudtrail?digest=true")
        self.cloudtrail.start_logging(Name="a-trail")
        self.assertIsNone(self.digest(self.member)[2]["previousDigestS3Object"])
