"""What the model of a service does not allow is refused, in the service's own words."""

import json

from aws import Case, respond, client, policy
from edge.call import get_service_router
from edge.model import compiled
from moto.core.utils import get_service_model

SERVICES = (
    "athena cloudformation cloudtrail cloudwatch ec2 events firehose glue guardduty iam kinesis kms logs macie2 "
    "organizations s3 s3control scheduler sns sqs sts"
).split()


class WhatTheModelForbids(Case):
    def test_pattern(self):
        said = self.refused("ValidationException", client("events").put_rule, Name="no spaces", EventPattern="{}")
        self.assertIn("at 'Name' failed to satisfy constraint: Member must satisfy regular expression", said)

    def test_length(self):
        self.refused("ValidationException", client("events").put_rule, Name="a" * 65, EventPattern="{}")

    def test_enumeration(self):
        self.refused("ValidationException", client("events").put_rule, Name="a", State="ON", EventPattern="{}")

    def test_number_of_elements(self):
        targets = [{"Id": str(each), "Arn": "arn:aws:sqs:us-east-1:123456789012:q"} for each in range(101)]
        self.refused("ValidationException", client("events").put_targets, Rule="a", Targets=targets)

    def test_range(self):
        self.refused("ValidationException", client("kms").schedule_key_deletion, KeyId="a", PendingWindowInDays=0)

    def test_required_member(self):
        said = self.refused("ValidationException", client("events").put_rule, EventPattern="{}")
        self.assertIn("Value null at 'Name'", said)

    def test_type(self):
        self.refused("ValidationException", client("logs").put_retention_policy, logGroupName=7, retentionInDays=1)

    def test_what_is_within_a_list_of_structures(self):
        target = {"Id": "a", "Arn": "arn:aws:sqs:us-east-1:123456789012:q", "RetryPolicy": {"MaximumRetryAttempts": 186}}
        said = self.refused("ValidationException", client("events").put_targets, Rule="a", Targets=[target])
        self.assertIn("'Targets.1.RetryPolicy.MaximumRetryAttempts'", said)


class InEachProtocol(Case):
    def test_query(self):
        document = policy()
        self.refused("ValidationError", client("iam").create_role, RoleName="a b", AssumeRolePolicyDocument=document)

    def test_json_with_codes_of_its_own(self):
        self.refused("InvalidInputException", client("organizations").create_organization, FeatureSet="SOME")

    def test_rest_json(self):
        self.refused("BadRequestException", client("guardduty").create_detector, Enable=True, FindingPublishingFrequency="A")

    def test_rest_xml(self):
        self.refused("InvalidArgument", client("s3").create_bucket, Bucket="a-bucket", ACL="open")

    def test_ec2(self):
        self.refused("MissingParameter", client("ec2").create_subnet)

    def test_cbor(self):
        alarm = {"AlarmName": "a", "EvaluationPeriods": 0, "ComparisonOperator": "GreaterThanThreshold"}
        self.refused("ValidationError", client("cloudwatch").put_metric_alarm, **alarm)

    def test_what_is_no_request_of_the_protocol(self):
        headers = {
            "X-Amz-Target": "AWSEvents.PutRule",
            "Content-Type": "application/x-amz-json-1.1",
            "Authorization": "AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/events/aws4_request",
        }
        status, _, body = respond("POST", "https://events.us-east-1.amazonaws.com/", headers, b'"text"')
        self.assertEqual(status, 400)
        self.assertEqual(json.loads(body)["__type"].split("#")[-1], "SerializationException")


class WhatIsLetThrough(Case):
    def test_valid_requests(self):
        client("events").put_rule(Name="a.rule-1", EventPattern='{"source": ["a"]}', State="ENABLED")
        client("s3").create_bucket(Bucket="a-bucket")
        client("s3").put_object(Bucket="a-bucket", Key="a key/with?signs+", Body=b"text", Metadata={"a": "b"})
        self.assertEqual(client("s3").get_object(Bucket="a-bucket", Key="a key/with?signs+")["Body"].read(), b"text")

    def test_tags_of_a_bucket_by_its_arn(self):
        client("s3").create_bucket(Bucket="a-bucket")
        tags = client("s3control").list_tags_for_resource(AccountId="123456789012", ResourceArn="arn:aws:s3:::a-bucket")
        self.assertEqual(tags["Tags"], [])

    def test_the_own_api_of_moto(self):
        self.assertEqual(respond("POST", "http://localhost:0/moto-api/seed?a=1")[0], 200)


class Models(Case):
    def test_every_pattern_of_the_services_in_use_is_one_to_python(self):
        for service in SERVICES:
            model = get_service_model(service)
            for name in model.shape_names:
                pattern = model.shape_for(name).metadata.get("pattern")
                self.assertTrue(pattern is None or compiled(pattern) is not None, f"{service} {name} {pattern}")

    def test_every_service_in_use_is_routed(self):
        for service in SERVICES:
            self.assertIsNotNone(get_service_router(service))
