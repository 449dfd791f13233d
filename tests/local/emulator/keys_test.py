"""What is delivered to what is encrypted, and what is not since the key does not let it."""

import json

from aws import Case, allow, client, policy, respond
from delivery.review import tell_what_is_undeliverable
from findings import findings
from rules_test import EVENTBRIDGE, REGION, Rule
from topics_test import Topic

tell_what_is_undeliverable()

ENCRYPT = ["kms:GenerateDataKey*", "kms:Decrypt"]


def key(account, *statements):
    """Makes a key which its account administers, and returns its ARN."""
    root = {**allow({"AWS": f"arn:aws:iam::{account}:root"}, "kms:*"), "Sid": "root"}
    said = client("kms", account).create_key(Policy=policy(root, *statements))
    return said["KeyMetadata"]["Arn"]


def told():
    _, _, body = respond("GET", "http://localhost:0/emulator/undeliverable")
    return [each["message"] for each in json.loads(body)]


class QueuesOfRules(Rule):
    def arrived(self, made, dead=None):
        sqs = client("sqs", self.member)
        attributes = {"Policy": policy(self.lets_rule()), "KmsMasterKeyId": made}
        sqs.create_queue(QueueName="a", Attributes=attributes)
        arn = f"arn:aws:sqs:{REGION}:{self.member}:a"
        self.target(arn, **({"DeadLetterConfig": {"Arn": dead}} if dead else {}))
        self.put_event()
        return len(self.messages(arn)) == 1

    def test_whose_key_lets_eventbridge(self):
        context = {"kms:EncryptionContext:aws:sqs:arn": f"arn:aws:sqs:{REGION}:{self.member}:a"}
        self.assertTrue(self.arrived(key(self.member, allow(EVENTBRIDGE, ENCRYPT, StringEquals=context, **self.from_rule))))
        self.assertEqual(told(), [])

    def test_whose_key_lets_eventbridge_by_way_of_sqs(self):
        via = {"kms:ViaService": f"sqs.{REGION}.amazonaws.com"}
        self.assertFalse(self.arrived(key(self.member, allow(EVENTBRIDGE, ENCRYPT, StringEquals=via))))

    def test_that_are_dead_letter_queues_and_whose_key_lets_nobody(self):
        sqs, made = client("sqs", self.member), key(self.member)
        attributes = {"Policy": policy(self.lets_rule()), "KmsMasterKeyId": made}
        sqs.create_queue(QueueName="dead", Attributes=attributes)
        dead = f"arn:aws:sqs:{REGION}:{self.member}:dead"
        self.target(self.queue("closed"), DeadLetterConfig={"Arn": dead})
        self.put_event()
        self.assertEqual(self.messages(dead), [])
        self.assertEqual(len(told()), 2)

    def test_whose_key_lets_eventbridge_for_another_queue(self):
        context = {"kms:EncryptionContext:aws:sqs:arn": f"arn:aws:sqs:{REGION}:{self.member}:b"}
        self.assertFalse(self.arrived(key(self.member, allow(EVENTBRIDGE, ENCRYPT, StringEquals=context))))

    def test_whose_key_lets_it_not_verify_data_keys(self):
        self.assertFalse(self.arrived(key(self.member, allow(EVENTBRIDGE, ENCRYPT[0]))))

    def test_whose_key_lets_only_the_account(self):
        dead = self.queue("dead", self.lets_rule())
        self.assertFalse(self.arrived(key(self.member), dead))
        (message,) = self.messages(dead)
        self.assertIn("kms:GenerateDataKey", message["MessageAttributes"]["ERROR_MESSAGE"]["StringValue"])
        self.assertEqual(len(told()), 1)

    def test_whose_key_aws_manages(self):
        self.assertFalse(self.arrived("alias/aws/sqs"))

    def test_whose_key_is_disabled(self):
        made = key(self.member, allow(EVENTBRIDGE, ENCRYPT))
        client("kms", self.member).disable_key(KeyId=made.split("/")[1])
        self.assertFalse(self.arrived(made))

    def test_whose_key_is_named_by_an_alias(self):
        made = key(self.member, allow(EVENTBRIDGE, ENCRYPT))
        client("kms", self.member).create_alias(AliasName="alias/a", TargetKeyId=made)
        self.assertTrue(self.arrived("alias/a"))

    def test_whose_key_there_is_not(self):
        self.assertFalse(self.arrived("alias/nothing"))


class TopicsOfRules(Rule):
    def arrived(self, **conditions):
        made = key(self.member, allow(EVENTBRIDGE, ENCRYPT, **conditions))
        sns = client("sns", self.member)
        document = policy(allow(EVENTBRIDGE, "sns:Publish"))
        topic = sns.create_topic(Name="a", Attributes={"Policy": document, "KmsMasterKeyId": made})["TopicArn"]
        lets = allow({"Service": "sns.amazonaws.com"}, "sqs:SendMessage", ArnEquals={"aws:SourceArn": topic})
        queue = self.queue("a", lets)
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue)
        self.target(topic)
        self.put_event()
        return len(self.messages(queue)) == 1

    def test_whose_key_lets_eventbridge_for_the_topic(self):
        context = {"kms:EncryptionContext:aws:sns:topicArn": f"arn:aws:sns:{REGION}:{self.member}:a"}
        self.assertTrue(self.arrived(StringEquals=context))

    def test_whose_key_asks_for_the_source(self):
        self.assertFalse(self.arrived(StringEquals={"aws:SourceAccount": self.member}))


class StreamsOfRules(Rule):
    def arrived(self, *allows):
        made = key(self.member)
        kinesis = client("kinesis", self.member)
        kinesis.create_stream(StreamName="a", ShardCount=1)
        kinesis.start_stream_encryption(StreamName="a", EncryptionType="KMS", KeyId=made)
        arn = f"arn:aws:kinesis:{REGION}:{self.member}:stream/a"
        role = self.role("deliver", self.member, "events.amazonaws.com", allows=allow(None, "kinesis:Put*", arn))
        document = policy(*(allow(None, action, made, **conditions) for action, conditions in allows))
        if allows:
            client("iam", self.member).put_role_policy(RoleName="deliver", PolicyName="key", PolicyDocument=document)
        self.target(arn, RoleArn=role)
        self.put_event()
        shard = kinesis.describe_stream(StreamName="a")["StreamDescription"]["Shards"][0]["ShardId"]
        at = {"ShardId": shard, "ShardIteratorType": "TRIM_HORIZON"}
        iterator = kinesis.get_shard_iterator(StreamName="a", **at)["ShardIterator"]
        return len(kinesis.get_records(ShardIterator=iterator)["Records"]) == 1

    def test_whose_key_the_role_may_use_by_kinesis(self):
        via = {"kms:ViaService": f"kinesis.{REGION}.amazonaws.com"}
        stream = {"kms:EncryptionContext:aws:kinesis:arn": f"arn:aws:kinesis:{REGION}:{self.member}:stream/a"}
        self.assertTrue(self.arrived(("kms:GenerateDataKey", {"StringEquals": {**via, **stream}})))

    def test_whose_key_the_role_may_use_by_another_service(self):
        via = {"kms:ViaService": f"s3.{REGION}.amazonaws.com"}
        self.assertFalse(self.arrived(("kms:GenerateDataKey", {"StringEquals": via})))

    def test_whose_key_the_role_may_not_use(self):
        self.assertFalse(self.arrived())


class QueuesOfTopics(Topic):
    def arrived(self, service):
        made = key(self.logging, allow({"Service": service}, ENCRYPT))
        messages = self.queue(self.logging, self.lets(self.topic))
        sqs = client("sqs", self.logging)
        url = sqs.get_queue_url(QueueName="a")["QueueUrl"]
        attributes = {"KmsMasterKeyId": made, "Policy": policy(self.lets(self.topic))}
        sqs.set_queue_attributes(QueueUrl=url, Attributes=attributes)
        self.sns.publish(TopicArn=self.topic, Message="text")
        return len(messages()) == 1

    def test_whose_key_lets_sns(self):
        self.assertTrue(self.arrived("sns.amazonaws.com"))
        self.assertEqual(told(), [])

    def test_whose_key_lets_another_service(self):
        self.assertFalse(self.arrived("events.amazonaws.com"))
        self.assertEqual(len(told()), 1)


class TopicsOfAlarms(Topic):
    def arrived(self, service, **conditions):
        made = key(self.logging, allow({"Service": service}, ENCRYPT, **conditions))
        messages = self.queue(self.logging, self.lets(self.topic))
        document = policy(allow({"Service": "cloudwatch.amazonaws.com"}, "sns:Publish", self.topic))
        for name, value in (("Policy", document), ("KmsMasterKeyId", made)):
            self.sns.set_topic_attributes(TopicArn=self.topic, AttributeName=name, AttributeValue=value)
        self.set_off_alarm()
        return len(messages()) == 1

    def test_whose_key_lets_cloudwatch(self):
        self.assertTrue(self.arrived("cloudwatch.amazonaws.com"))
        self.assertEqual(told(), [])

    def test_whose_key_lets_cloudwatch_for_the_account(self):
        account = {"StringEquals": {"aws:SourceAccount": self.logging}}
        self.assertTrue(self.arrived("cloudwatch.amazonaws.com", **account))

    def test_whose_key_lets_another_service(self):
        self.assertFalse(self.arrived("events.amazonaws.com"))
        self.assertEqual(len(told()), 1)


class BucketsOfFirehose(Case):
    def arrived(self, *allows, service="firehose.amazonaws.com", bucket_key=True, by="aws:kms", conditions=None, denial=None):
        """Whether a stream puts an object, whose role may put into the bucket, and what is given with the key."""
        made = key(self.security)
        s3 = client("s3", self.security)
        s3.create_bucket(Bucket="lake")
        if denial is not None:
            s3.put_bucket_policy(Bucket="lake", Policy=policy({**denial, "Effect": "Deny"}))
        default = {"SSEAlgorithm": by, "KMSMasterKeyID": made}
        rule = {"ApplyServerSideEncryptionByDefault": default, "BucketKeyEnabled": bucket_key}
        s3.put_bucket_encryption(Bucket="lake", ServerSideEncryptionConfiguration={"Rules": [rule]})
        role = self.role("firehose", self.security, service)
        statements = [{**allow(None, each, "*", **(conditions or {})), "Sid": str(at)} for at, each in enumerate(allows)]
        if statements:
            client("iam", self.security).put_role_policy(
                RoleName="firehose", PolicyName="a", PolicyDocument=policy(*statements)
            )
        firehose = client("firehose", self.security)
        destination = {"RoleARN": role, "BucketARN": "arn:aws:s3:::lake"}
        firehose.create_delivery_stream(DeliveryStreamName="a", ExtendedS3DestinationConfiguration=destination)
        firehose.put_record(DeliveryStreamName="a", Record={"Data": b"text"})
        return s3.list_objects_v2(Bucket="lake")["KeyCount"] == 1

    def test_that_the_role_may_put_into_and_encrypt_for(self):
        self.assertTrue(self.arrived("s3:PutObject", "kms:GenerateDataKey"))
        self.assertEqual(told(), [])

    def test_that_the_role_may_not_put_into(self):
        self.assertFalse(self.arrived("s3:GetObject", "kms:GenerateDataKey"))

    def test_that_the_role_may_not_encrypt_for(self):
        self.assertFalse(self.arrived("s3:PutObject"))
        self.assertEqual(len(told()), 1)

    def test_by_a_role_that_firehose_cannot_assume(self):
        self.assertFalse(self.arrived("s3:PutObject", "kms:GenerateDataKey", service="events.amazonaws.com"))

    def test_with_the_bucket_as_context_of_a_bucket_key(self):
        bucket = {"StringEqualsIfExists": {"kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::lake"}}
        self.assertTrue(self.arrived("s3:PutObject", "kms:GenerateDataKey", conditions=bucket))

    def test_with_the_object_as_context_without_a_bucket_key(self):
        bucket = {"StringEqualsIfExists": {"kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::lake"}}
        self.assertFalse(self.arrived("s3:PutObject", "kms:GenerateDataKey", conditions=bucket, bucket_key=False))

    def test_that_the_role_may_not_encrypt_for_in_two_layers(self):
        self.assertFalse(self.arrived("s3:PutObject", by="aws:kms:dsse"))

    def test_whose_policy_denies_it(self):
        denial = allow("*", "s3:PutObject", "arn:aws:s3:::lake/*")
        self.assertFalse(self.arrived("s3:PutObject", "kms:GenerateDataKey", denial=denial))

    def test_that_there_is_not(self):
        role = self.role("firehose", self.security, "firehose.amazonaws.com", allows=allow(None, "s3:PutObject", "*"))
        firehose, s3 = client("firehose", self.security), client("s3", self.security)
        s3.create_bucket(Bucket="lake")
        destination = {"RoleARN": role, "BucketARN": "arn:aws:s3:::lake"}
        firehose.create_delivery_stream(DeliveryStreamName="a", ExtendedS3DestinationConfiguration=destination)
        s3.delete_bucket(Bucket="lake")
        for only_report in (False, True):
            findings.only_report = only_report
            firehose.put_record(DeliveryStreamName="a", Record={"Data": b"text"})
        self.assertEqual(len(told()), 1)
