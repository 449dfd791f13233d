"""What EventBridge's rules deliver, and what they do not since a policy does not let them."""

import datetime
import io
import json
import zipfile

from aws import Case, allow, client, policy
from delivery import api_destinations
from findings import findings

REGION = "us-east-1"
EVENTBRIDGE = {"Service": "events.amazonaws.com"}
SENT = {"Source": "test", "DetailType": "a test", "Detail": '{"number": 1}'}


class Rule(Case):
    """A rule on the default bus of self.member."""

    def setUp(self):
        super().setUp()
        self.events = client("events", self.member)
        self.events.put_rule(Name="a-rule", EventPattern='{"source": ["test"]}')
        self.rule = f"arn:aws:events:{REGION}:{self.member}:rule/a-rule"
        self.from_rule = {"ArnEquals": {"aws:SourceArn": self.rule}}

    def target(self, arn, **more):
        self.events.put_targets(Rule="a-rule", Targets=[{"Id": "a", "Arn": arn, **more}])

    def put_event(self):
        said = self.events.put_events(Entries=[SENT])
        self.assertEqual(said["FailedEntryCount"], 0)

    def queue(self, name, *statements, account=None):
        """Makes a queue with a policy, and returns its ARN."""
        account = account or self.member
        attributes = {"Policy": policy(*statements)} if statements else {}
        client("sqs", account).create_queue(QueueName=name, Attributes=attributes)
        return f"arn:aws:sqs:{REGION}:{account}:{name}"

    def messages(self, arn):
        sqs = client("sqs", arn.split(":")[4])
        url = sqs.get_queue_url(QueueName=arn.split(":")[5])["QueueUrl"]
        said = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"])
        return said.get("Messages", [])

    def lets_rule(self, **conditions):
        return allow(EVENTBRIDGE, "sqs:SendMessage", **(conditions or self.from_rule))


class ToQueues(Rule):
    def test_that_let_the_rule(self):
        arn = self.queue("a", self.lets_rule())
        self.target(arn)
        self.put_event()
        (message,) = self.messages(arn)
        event = json.loads(message["Body"])
        self.assertEqual((event["account"], event["region"], event["detail"]), (self.member, REGION, {"number": 1}))
        self.assertRegex(event["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")

    def test_that_let_another_rule(self):
        arn = self.queue("a", self.lets_rule(ArnEquals={"aws:SourceArn": f"{self.rule}-2"}))
        self.target(arn)
        self.put_event()
        self.assertEqual(self.messages(arn), [])

    def test_that_let_the_organization(self):
        arn = self.queue("a", self.lets_rule(StringEquals={"aws:SourceOrgID": self.organization}))
        self.target(arn)
        self.put_event()
        self.assertEqual(len(self.messages(arn)), 1)

    def test_without_a_policy(self):
        arn = self.queue("a")
        self.target(arn)
        self.put_event()
        self.assertEqual(self.messages(arn), [])

    def test_of_another_account(self):
        arn = self.queue("a", self.lets_rule(), account=self.security)
        self.target(arn)
        self.put_event()
        self.assertEqual(len(self.messages(arn)), 1)

    def test_by_a_disabled_rule(self):
        arn = self.queue("a", self.lets_rule())
        self.target(arn)
        self.events.disable_rule(Name="a-rule")
        self.put_event()
        self.assertEqual(self.messages(arn), [])

    def test_what_is_only_reported(self):
        arn = self.queue("a")
        self.target(arn)
        findings.only_report = True
        self.put_event()
        self.assertEqual(len(self.messages(arn)), 1)


class ReadOnlyEvents(Rule):
    def arrived(self, **state):
        """How many of a read-only API call, one that writes, and another event arrive."""
        arn = self.queue("a", self.lets_rule())
        self.events.put_rule(Name="a-rule", EventPattern='{"source": ["test"]}', **state)
        self.target(arn)
        call = {**SENT, "DetailType": "AWS API Call via CloudTrail"}
        details = [(call, {"readOnly": True}), (call, {"readOnly": False}), (SENT, {"readOnly": True})]
        self.events.put_events(Entries=[{**entry, "Detail": json.dumps(detail)} for entry, detail in details])
        return len(self.messages(arn))

    def test_are_not_offered_to_a_rule_that_is_enabled(self):
        self.assertEqual(self.arrived(), 2)

    def test_are_offered_to_a_rule_of_all_management_events(self):
        self.assertEqual(self.arrived(State="ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"), 3)


class ToDeadLetterQueues(Rule):
    def test_what_a_target_does_not_take(self):
        closed, dead = self.queue("closed"), self.queue("dead", self.lets_rule())
        self.target(closed, DeadLetterConfig={"Arn": dead})
        self.put_event()
        (message,) = self.messages(dead)
        attributes = {name: value["StringValue"] for name, value in message["MessageAttributes"].items()}
        self.assertEqual(attributes["RULE_ARN"], self.rule)
        self.assertEqual(attributes["TARGET_ARN"], closed)
        self.assertEqual(attributes["ERROR_CODE"], "NO_PERMISSIONS")
        self.assertIn("sqs:SendMessage", attributes["ERROR_MESSAGE"])
        self.assertEqual(json.loads(message["Body"])["detail"], {"number": 1})

    def test_what_has_no_target_any_more(self):
        dead = self.queue("dead", self.lets_rule())
        self.target(f"arn:aws:sqs:{REGION}:{self.member}:gone", DeadLetterConfig={"Arn": dead})
        self.put_event()
        self.assertEqual(self.messages(dead)[0]["MessageAttributes"]["ERROR_CODE"]["StringValue"], "NO_RESOURCE")

    def test_that_do_not_let_the_rule(self):
        dead = self.queue("dead")
        self.target(self.queue("closed"), DeadLetterConfig={"Arn": dead})
        self.put_event()
        self.assertEqual(self.messages(dead), [])

    def test_of_another_account(self):
        dead = self.queue("dead", self.lets_rule(), account=self.security)
        self.target(self.queue("closed"), DeadLetterConfig={"Arn": dead})
        self.put_event()
        self.assertEqual(len(self.messages(dead)), 1)


class ToTopics(Rule):
    def arrived(self, *statements):
        """Whether what the rule publishes to a topic with these statements arrives at a queue subscribed to it."""
        sns = client("sns", self.member)
        topic = sns.create_topic(Name="a-topic")["TopicArn"]
        if statements:
            document = policy(*statements)
            sns.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=document)
        from_topic = {"ArnEquals": {"aws:SourceArn": topic}}
        queue = self.queue("a", allow({"Service": "sns.amazonaws.com"}, "sqs:SendMessage", **from_topic))
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue)
        self.target(topic)
        self.put_event()
        return len(self.messages(queue)) == 1

    def test_that_let_eventbridge(self):
        self.assertTrue(self.arrived(allow(EVENTBRIDGE, "sns:Publish")))

    def test_that_let_it_under_a_condition(self):
        self.assertFalse(self.arrived(allow(EVENTBRIDGE, "sns:Publish", **self.from_rule)))

    def test_that_let_it_under_a_condition_which_holds(self):
        encrypted = {"Bool": {"aws:SecureTransport": "true"}}
        self.assertFalse(self.arrived(allow(EVENTBRIDGE, "sns:Publish", **encrypted)))

    def test_with_the_policy_of_a_new_topic(self):
        self.assertFalse(self.arrived())

    def test_that_deny_what_is_not_encrypted_on_the_way(self):
        plaintext = {"Bool": {"aws:SecureTransport": "false"}}
        denial = {**allow("*", "sns:Publish", **plaintext), "Effect": "Deny", "Sid": "b"}
        self.assertTrue(self.arrived(allow(EVENTBRIDGE, "sns:Publish"), denial))


class ToLogGroups(Rule):
    def arrived(self, *statements):
        logs = client("logs", self.member)
        logs.create_log_group(logGroupName="/aws/events/a")
        if statements:
            logs.put_resource_policy(policyName="a", policyDocument=policy(*statements))
        self.target(f"arn:aws:logs:{REGION}:{self.member}:log-group:/aws/events/a")
        self.put_event()
        return len(logs.filter_log_events(logGroupName="/aws/events/a")["events"]) == 1

    def statement(self, action, **conditions):
        arn = f"arn:aws:logs:{REGION}:{self.member}:log-group:/aws/events/a:*"
        return allow({"Service": ["events.amazonaws.com", "delivery.logs.amazonaws.com"]}, action, arn, **conditions)

    def test_that_let_the_rule_put_events(self):
        make, put = "logs:CreateLogStream", "logs:PutLogEvents"
        self.assertTrue(self.arrived(self.statement(make), self.statement(put, **self.from_rule)))

    def test_that_let_only_the_rule_make_streams(self):
        both = ["logs:CreateLogStream", "logs:PutLogEvents"]
        self.assertFalse(self.arrived(self.statement(both, **self.from_rule)))

    def test_without_a_policy(self):
        self.assertFalse(self.arrived())


class ToStreams(Rule):
    def arrived(self, allows):
        kinesis = client("kinesis", self.member)
        kinesis.create_stream(StreamName="a", ShardCount=1)
        arn = f"arn:aws:kinesis:{REGION}:{self.member}:stream/a"
        self.target(arn, RoleArn=self.role("deliver", self.member, "events.amazonaws.com", allows=allows))
        self.put_event()
        shard = kinesis.describe_stream(StreamName="a")["StreamDescription"]["Shards"][0]["ShardId"]
        at = {"ShardId": shard, "ShardIteratorType": "TRIM_HORIZON"}
        iterator = kinesis.get_shard_iterator(StreamName="a", **at)["ShardIterator"]
        return len(kinesis.get_records(ShardIterator=iterator)["Records"]) == 1

    def test_that_the_role_may_write_to(self):
        self.assertTrue(self.arrived(allow(None, "kinesis:Put*", f"arn:aws:kinesis:{REGION}:{self.member}:stream/a")))

    def test_that_the_role_may_not_write_to(self):
        self.assertFalse(self.arrived(allow(None, "kinesis:Put*", f"arn:aws:kinesis:{REGION}:{self.member}:stream/b")))


class ToFunctions(Rule):
    ARN = "arn:aws:lambda:{}:{}:function:triage"

    def arrived(self, **permission):
        """What a function is handed whose policy has this permission."""
        arn, functions = self.ARN.format(REGION, self.member), client("lambda", self.member)
        code = io.BytesIO()
        with zipfile.ZipFile(code, "w") as package:
            package.writestr("index.py", "def handler(event, context): print(event)")
        functions.create_function(
            FunctionName="triage",
            Role=self.role("triage", self.member, "lambda.amazonaws.com"),
            Runtime="python3.13",
            Handler="index.handler",
            Code={"ZipFile": code.getvalue()},
        )
        if permission:
            principal = {"Action": "lambda:InvokeFunction", "Principal": "events.amazonaws.com"}
            functions.add_permission(FunctionName="triage", StatementId="a", **principal, **permission)
        self.dead = self.queue("dead", self.lets_rule())
        self.target(arn, DeadLetterConfig={"Arn": self.dead})
        self.put_event()
        logs = client("logs", self.member)
        groups = logs.describe_log_groups(logGroupNamePrefix="/aws/lambda/triage")["logGroups"]
        events = logs.filter_log_events(logGroupName="/aws/lambda/triage")["events"] if groups else []
        return [json.loads(event["message"])["detail"] for event in events]

    def test_that_let_the_rule(self):
        self.assertEqual(self.arrived(SourceArn=self.rule), [{"number": 1}])

    def test_that_let_another_rule(self):
        self.assertEqual(self.arrived(SourceArn=f"{self.rule}-2"), [])
        self.assertEqual(len(self.messages(self.dead)), 1)

    def test_that_ask_for_the_account_too(self):
        self.assertEqual(self.arrived(SourceArn=self.rule, SourceAccount=self.member), [])

    def test_without_a_policy(self):
        self.assertEqual(self.arrived(), [])

    def test_that_there_are_not(self):
        dead = self.queue("dead", self.lets_rule())
        self.target(self.ARN.format(REGION, self.member), DeadLetterConfig={"Arn": dead})
        self.put_event()
        self.assertEqual(self.messages(dead)[0]["MessageAttributes"]["ERROR_CODE"]["StringValue"], "NO_RESOURCE")


class ToStateMachines(Rule):
    def arrived(self, action):
        """What the executions are handed of a state machine that the target's role may do this with."""
        machines = client("stepfunctions", self.member)
        definition = json.dumps({"StartAt": "a", "States": {"a": {"Type": "Pass", "End": True}}})
        made = machines.create_state_machine(
            name="triage", definition=definition, roleArn=self.role("triage", self.member, "states.amazonaws.com")
        )
        arn = made["stateMachineArn"]
        self.target(arn, RoleArn=self.role("start", self.member, "events.amazonaws.com", allows=allow(None, action, arn)))
        self.put_event()
        executions = machines.list_executions(stateMachineArn=arn)["executions"]
        inputs = [machines.describe_execution(executionArn=each["executionArn"])["input"] for each in executions]
        return [json.loads(text)["detail"] for text in inputs]

    def test_that_the_role_may_start(self):
        self.assertEqual(self.arrived("states:StartExecution"), [{"number": 1}])

    def test_that_the_role_may_not_start(self):
        self.assertEqual(self.arrived("states:DescribeStateMachine"), [])


class TransformedInput(Rule):
    def sent(self, template, **paths):
        arn = self.queue("a", self.lets_rule())
        self.target(arn, InputTransformer={"InputPathsMap": paths, "InputTemplate": template})
        self.put_event()
        return json.loads(self.messages(arn)[0]["Body"])

    def test_leaves_empty_what_the_event_does_not_hold(self):
        template = '{"what": "<number>, <nothing>!"}'
        said = self.sent(template, number="$.detail.number", nothing="$.detail.nothing.at.all")
        self.assertEqual(said, {"what": "1, !"})


class Replays(Rule):
    def test_are_of_a_time_range_and_to_the_rules_they_name(self):
        bus = f"arn:aws:events:{REGION}:{self.member}:event-bus/default"
        self.events.create_archive(ArchiveName="all", EventSourceArn=bus)
        first, second = self.queue("first", self.lets_rule()), f"{self.rule}-2"
        self.target(first)
        self.events.put_rule(Name="a-rule-2", EventPattern='{"source": ["test"]}')
        other = self.queue("second", allow(EVENTBRIDGE, "sqs:SendMessage", ArnEquals={"aws:SourceArn": second}))
        self.events.put_targets(Rule="a-rule-2", Targets=[{"Id": "a", "Arn": other}])
        self.put_event()
        self.assertEqual((len(self.messages(first)), len(self.messages(other))), (1, 1))

        now = datetime.datetime.now(datetime.UTC)
        hour = datetime.timedelta(hours=1)
        replay = {"EventSourceArn": f"arn:aws:events:{REGION}:{self.member}:archive/all"}
        to = {"Destination": {"Arn": bus, "FilterArns": [second]}}
        earlier = {"EventStartTime": now - 2 * hour, "EventEndTime": now - hour}
        self.events.start_replay(ReplayName="before", **replay, **to, **earlier)
        self.assertEqual((len(self.messages(first)), len(self.messages(other))), (0, 0))
        around = {"EventStartTime": now - hour, "EventEndTime": now + hour}
        self.events.start_replay(ReplayName="around", **replay, **to, **around)
        self.assertEqual(self.messages(first), [])
        (message,) = self.messages(other)
        self.assertEqual(json.loads(message["Body"])["replay-name"], "around")


class Buses(Rule):
    def setUp(self):
        super().setUp()
        self.central = client("events", self.security)
        self.central.create_event_bus(Name="central")
        self.bus = f"arn:aws:events:{REGION}:{self.security}:event-bus/central"
        self.central.put_rule(Name="b", EventBusName="central", EventPattern='{"source": ["test"]}')
        self.arrivals = self.queue("arrivals", allow(EVENTBRIDGE, "sqs:SendMessage"), account=self.security)
        targets = [{"Id": "a", "Arn": self.arrivals}]
        self.central.put_targets(Rule="b", EventBusName="central", Targets=targets)
        self.forwards = allow(None, "events:PutEvents", self.bus)

    def let_in(self, principal, **conditions):
        document = policy(allow(principal, "events:PutEvents", self.bus, **conditions))
        self.central.put_permission(EventBusName="central", Policy=document)

    def forwarder(self, allows):
        return self.role("forward", self.member, "events.amazonaws.com", allows=allows, **self.from_rule)

    def arrived(self):
        self.put_event()
        return [json.loads(message["Body"]) for message in self.messages(self.arrivals)]


class ToBuses(Buses):
    def test_that_let_the_organization(self):
        self.let_in("*", StringEquals={"aws:PrincipalOrgID": self.organization})
        self.target(self.bus, RoleArn=self.forwarder(self.forwards))
        (event,) = self.arrived()
        self.assertEqual((event["account"], event["detail"]), (self.member, {"number": 1}))

    def test_that_let_the_role_by_its_name(self):
        name = "arn:aws:iam::*:role/forward"
        self.let_in("*", StringEquals={"aws:PrincipalOrgID": self.organization}, ArnLike={"aws:PrincipalArn": name})
        self.target(self.bus, RoleArn=self.forwarder(self.forwards))
        self.assertEqual(len(self.arrived()), 1)

    def test_by_a_role_that_may_not(self):
        self.let_in({"AWS": f"arn:aws:iam::{self.member}:root"})
        self.target(self.bus, RoleArn=self.forwarder(allow(None, "events:PutEvents", f"{self.bus}-2")))
        self.assertEqual(self.arrived(), [])

    def test_whose_policy_is_gone(self):
        self.let_in({"AWS": self.member})
        self.target(self.bus, RoleArn=self.forwarder(self.forwards))
        self.central.remove_permission(EventBusName="central", RemoveAllPermissions=True)
        self.assertEqual(self.arrived(), [])

    def test_once_only(self):
        self.let_in({"AWS": self.member})
        self.target(self.bus, RoleArn=self.forwarder(self.forwards))
        third = client("events", self.logging)
        third.create_event_bus(Name="third")
        arn = f"arn:aws:events:{REGION}:{self.logging}:event-bus/third"
        third.put_permission(EventBusName="third", Policy=policy(allow({"AWS": self.security}, "events:PutEvents", arn)))
        third.put_rule(Name="c", EventBusName="third", EventPattern='{"source": ["test"]}')
        queue = self.queue("third", allow(EVENTBRIDGE, "sqs:SendMessage"), account=self.logging)
        third.put_targets(Rule="c", EventBusName="third", Targets=[{"Id": "a", "Arn": queue}])
        role = self.role("on", self.security, "events.amazonaws.com", allows=allow(None, "events:PutEvents", arn))
        on = [{"Id": "b", "Arn": arn, "RoleArn": role}]
        self.central.put_targets(Rule="b", EventBusName="central", Targets=on)
        self.assertEqual(len(self.arrived()), 1)
        self.assertEqual(self.messages(queue), [])


class LogsOfBuses(Rule):
    """What a bus logs of what is not delivered."""

    def setUp(self):
        super().setUp()
        self.bus = self.events.create_event_bus(Name="logs", LogConfig={"Level": "ERROR", "IncludeDetail": "NONE"})
        self.bus = self.bus["EventBusArn"]
        self.events.put_rule(Name="b-rule", EventBusName="logs", EventPattern='{"source": ["test"]}')
        target = {"Id": "a", "Arn": self.queue("closed")}
        self.events.put_targets(Rule="b-rule", EventBusName="logs", Targets=[target])
        self.logs = client("logs", self.member)
        self.logs.create_log_group(logGroupName="errors")
        self.delivered = {"Service": "delivery.logs.amazonaws.com"}
        self.from_account = {
            "StringEquals": {"aws:SourceAccount": self.member},
            "ArnLike": {"aws:SourceArn": f"arn:aws:logs:{REGION}:{self.member}:*"},
        }

    def deliver(self, **conditions):
        group = f"arn:aws:logs:{REGION}:{self.member}:log-group:errors"
        if conditions:
            actions = ["logs:CreateLogStream", "logs:PutLogEvents"]
            lets = policy(allow(self.delivered, actions, f"{group}:log-stream:*", **conditions))
            self.logs.put_resource_policy(policyName="a", policyDocument=lets)
        self.logs.put_delivery_source(name="a", resourceArn=self.bus, logType="ERROR_LOGS")
        said = self.logs.put_delivery_destination(
            name="a", deliveryDestinationConfiguration={"destinationResourceArn": group}
        )
        destination = said["deliveryDestination"]["arn"]
        self.logs.create_delivery(deliverySourceName="a", deliveryDestinationArn=destination)

    def logged(self):
        self.events.put_events(Entries=[{**SENT, "EventBusName": "logs"}])
        return [json.loads(each["message"]) for each in self.logs.filter_log_events(logGroupName="errors")["events"]]

    def test_name_rule_and_error(self):
        self.deliver(**self.from_account)
        (record,) = self.logged()
        rule = f"arn:aws:events:{REGION}:{self.member}:rule/logs/b-rule"
        self.assertEqual((record["resource_arn"], record["details"]["rule_arn"]), (self.bus, rule))
        self.assertEqual(record["error"]["error_code"], "NO_PERMISSIONS")

    def test_go_to_no_group_that_does_not_let_them_in(self):
        self.deliver()
        self.assertEqual(self.logged(), [])

    def test_are_what_the_bus_is_told(self):
        self.deliver(**self.from_account)
        self.events.update_event_bus(Name="logs", LogConfig={"Level": "OFF"}, Description="quiet")
        self.assertEqual(self.logged(), [])
        said = self.events.describe_event_bus(Name="logs")
        self.assertEqual((said["LogConfig"], said["Description"]), ({"Level": "OFF"}, "quiet"))

    def test_are_encrypted_by_a_key_that_lets_both_services(self):
        kms = client("kms", self.member)
        context = {"StringLike": {"kms:EncryptionContext:SourceArn": f"arn:aws:logs:{REGION}:{self.member}:*"}}
        own = allow({"AWS": f"arn:aws:iam::{self.member}:root"}, "kms:*")
        encrypts = allow(EVENTBRIDGE, "kms:GenerateDataKey", **context)
        decrypts = allow(self.delivered, "kms:Decrypt", **context)
        key = kms.create_key(Policy=policy(own, encrypts))["KeyMetadata"]["Arn"]
        self.events.update_event_bus(Name="logs", KmsKeyIdentifier=key)
        self.deliver(**self.from_account)
        self.assertEqual(self.logged(), [])
        kms.put_key_policy(KeyId=key, PolicyName="default", Policy=policy(own, encrypts, decrypts))
        self.assertEqual(len(self.logged()), 1)

    def test_have_types_of_their_own(self):
        put = self.logs.put_delivery_source
        self.refused("ValidationException", put, name="a", resourceArn=self.bus, logType="ACCESS_LOGS")
        self.refused("ResourceNotFoundException", put, name="a", resourceArn=f"{self.bus}-2", logType="ERROR_LOGS")


class ToApiDestinations(Rule):
    def destination(self, endpoint="https://example.com/*/start"):
        key = {"ApiKeyName": "Authorization", "ApiKeyValue": "token x"}
        connection = self.events.create_connection(
            Name="a", AuthorizationType="API_KEY", AuthParameters={"ApiKeyAuthParameters": key}
        )
        return self.events.create_api_destination(
            Name="a", ConnectionArn=connection["ConnectionArn"], HttpMethod="POST", InvocationEndpoint=endpoint
        )["ApiDestinationArn"]

    def called(self, arn, allowed):
        role = self.role("invoker", self.member, "events.amazonaws.com", allows=allow(None, "events:InvokeApiDestination", allowed))
        self.target(arn, RoleArn=role, Input='{"a": 1}', HttpParameters={"PathParameterValues": ["b c"]})
        before = len(api_destinations.requests)
        self.put_event()
        return api_destinations.requests[before:]

    def test_by_a_role_that_may(self):
        arn = self.destination()
        (made,) = self.called(arn, arn)
        self.assertEqual((made["method"], made["url"]), ("POST", "https://example.com/b%20c/start"))
        self.assertEqual((made["headers"]["Authorization"], made["body"]), ("token x", '{"a": 1}'))

    def test_by_a_role_that_may_not(self):
        arn = self.destination()
        self.assertEqual(self.called(arn, f"{arn}-2"), [])

    def test_without_https(self):
        self.refused("ValidationException", self.destination, "http://example.com/start")


class TargetsThatAreRefused(Buses):
    def test_a_bus_that_lets_neither_account_nor_role(self):
        self.let_in({"AWS": f"arn:aws:iam::{self.logging}:root"})
        target = {"Id": "a", "Arn": self.bus, "RoleArn": self.forwarder(self.forwards)}
        self.refused("AccessDeniedException", self.events.put_targets, Rule="a-rule", Targets=[target])

    def test_a_bus_of_another_account_without_a_role(self):
        self.let_in({"AWS": self.member})
        target = {"Id": "a", "Arn": self.bus}
        self.refused("ValidationException", self.events.put_targets, Rule="a-rule", Targets=[target])

    def test_a_bus_of_another_region_that_lets_nobody(self):
        here = client("events", self.security, "eu-west-1")
        here.put_rule(Name="a-rule", EventPattern='{"source": ["test"]}')
        role = self.role("across", self.security, "events.amazonaws.com", allows=self.forwards)
        target = {"Id": "a", "Arn": self.bus, "RoleArn": role}
        self.refused("AccessDeniedException", here.put_targets, Rule="a-rule", Targets=[target])
        self.let_in({"AWS": self.security})
        here.put_targets(Rule="a-rule", Targets=[target])

    def test_a_role_that_eventbridge_cannot_assume(self):
        self.let_in({"AWS": self.member})
        for arn in (self.role("own", self.member), f"arn:aws:iam::{self.member}:role/nobody"):
            target = {"Id": "a", "Arn": self.bus, "RoleArn": arn}
            said = self.refused("ValidationException", self.events.put_targets, Rule="a-rule", Targets=[target])
            self.assertIn("cannot be assumed by principal 'events.amazonaws.com'", said)
