"""What topics and alarms deliver, and what they do not since a policy does not let them."""

import json

from aws import Case, allow, client, policy

REGION = "us-east-1"


class Topic(Case):
    def setUp(self):
        super().setUp()
        self.sns = client("sns", self.logging)
        self.topic = self.sns.create_topic(Name="a-topic")["TopicArn"]

    def queue(self, account, *statements):
        sqs = client("sqs", account)
        attributes = {"Policy": policy(*statements)} if statements else {}
        url = sqs.create_queue(QueueName="a", Attributes=attributes)["QueueUrl"]
        self.sns.subscribe(TopicArn=self.topic, Protocol="sqs", Endpoint=f"arn:aws:sqs:{REGION}:{account}:a")
        return lambda: [json.loads(m["Body"]) for m in sqs.receive_message(QueueUrl=url).get("Messages", [])]

    def set_off_alarm(self):
        """Makes an alarm that tells the topic, and sets it off."""
        cloudwatch = client("cloudwatch", self.logging)
        cloudwatch.put_metric_alarm(
            AlarmName="silence",
            AlarmActions=[self.topic],
            ComparisonOperator="LessThanThreshold",
            EvaluationPeriods=1,
            MetricName="events",
            Namespace="test",
            Period=60,
            Statistic="Sum",
            Threshold=1,
        )
        cloudwatch.set_alarm_state(AlarmName="silence", StateValue="ALARM", StateReason="test")

    def lets(self, topic):
        return allow({"Service": "sns.amazonaws.com"}, "sqs:SendMessage", ArnEquals={"aws:SourceArn": topic})


class Subscriptions(Topic):
    def test_of_a_queue_that_lets_the_topic(self):
        messages = self.queue(self.logging, self.lets(self.topic))
        self.sns.publish(TopicArn=self.topic, Message="text")
        self.assertEqual([message["Message"] for message in messages()], ["text"])

    def test_of_a_queue_of_another_account(self):
        messages = self.queue(self.security, self.lets(self.topic))
        self.sns.publish(TopicArn=self.topic, Message="text")
        self.assertEqual(len(messages()), 1)

    def test_of_a_queue_that_lets_another_topic(self):
        messages = self.queue(self.logging, self.lets(f"{self.topic}-2"))
        self.sns.publish(TopicArn=self.topic, Message="text")
        self.assertEqual(messages(), [])

    def test_of_a_queue_without_a_policy(self):
        messages = self.queue(self.logging)
        self.sns.publish(TopicArn=self.topic, Message="text")
        self.assertEqual(messages(), [])


class Alarms(Topic):
    def states_told(self, **conditions):
        """What a topic hears of an alarm, when its policy lets CloudWatch under the conditions."""
        messages = self.queue(self.logging, self.lets(self.topic))
        document = policy(allow({"Service": "cloudwatch.amazonaws.com"}, "sns:Publish", self.topic, **conditions))
        self.sns.set_topic_attributes(TopicArn=self.topic, AttributeName="Policy", AttributeValue=document)
        self.set_off_alarm()
        return [json.loads(message["Message"])["NewStateValue"] for message in messages()]

    def test_that_a_topic_lets_in(self):
        alarm = f"arn:aws:cloudwatch:{REGION}:{self.logging}:alarm:silence"
        self.assertEqual(self.states_told(ArnLike={"aws:SourceArn": alarm}), ["ALARM"])

    def test_that_a_topic_does_not_let_in(self):
        self.assertEqual(self.states_told(ArnLike={"aws:SourceArn": "arn:aws:cloudwatch:*:*:alarm:other"}), [])
