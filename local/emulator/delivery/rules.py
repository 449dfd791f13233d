"""What EventBridge's rules deliver to their targets, and to their dead-letter queues."""

import base64
import copy
import json

from moto.core.utils import iso_8601_datetime_without_milliseconds, unix_time_millis, utcfromtimestamp
from moto.events.models import Rule, events_backends
from moto.events.utils import EventTemplateParser
from moto.firehose.models import firehose_backends
from moto.kinesis.models import kinesis_backends
from moto.logs.models import logs_backends
from moto.moto_api._internal import mock_random
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends

from edge.targets import assumes, lets_put
from findings import findings
from policy import ALLOWED, Request, decide, listed, resource_allows
from world import document, permissions_of, role_context, service_calls, service_context

EVENTBRIDGE = "events.amazonaws.com"


class Undelivered(Exception):
    """Why an event does not reach a target, as EventBridge tells a dead-letter queue.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
    """

    def __init__(self, code, message):
        super().__init__(message)
        self.code, self.message = code, message


def withhold(rule, code, message):
    """Has an event not delivered, unless refusals are only to be reported."""
    findings.note(f"delivery by {rule.arn}", code, message)
    if not findings.only_report:
        raise Undelivered(code, message)


def withhold_without_permission(rule, action, resource):
    withhold(rule, "NO_PERMISSIONS", f"{EVENTBRIDGE} is not authorized to perform: {action} on resource: {resource}")


def missing(rule, arn):
    message = f"{arn} does not exist"
    findings.note(f"delivery by {rule.arn}", "NO_RESOURCE", message)
    return Undelivered("NO_RESOURCE", message)


def deliver_where_let_in():
    """Has rules deliver to each target by itself. What has no way in here (archives, API destinations, and what moto
    cannot deliver to, such as functions) is left to moto."""
    send = Rule.send_to_targets

    def send_to_all_targets(rule, original_event, transform_input=True):
        if rule.state == "DISABLED":
            return
        ours = [target for target in rule.targets if kind_of(target["Arn"]) in DELIVERIES]
        if ours and rule.event_pattern.matches_event(original_event):
            for target in ours:
                deliver(rule, target, original_event)
        # A copy, because another event may be on its way through the same rule.
        rest = copy.copy(rule)
        rest.targets = [target for target in rule.targets if target not in ours]
        send(rest, original_event, transform_input)

    Rule.send_to_targets = send_to_all_targets


def kind_of(arn):
    """The service of a target; "event-bus" for one, as an archive is EventBridge's as well."""
    service, resource = arn.split(":", 5)[2], arn.split(":", 5)[5]
    return "event-bus" if service == "events" and resource.startswith("event-bus/") else service


def deliver(rule, target, event):
    """Delivers an event to a target; where that fails, to its dead-letter queue; where there is none that lets the
    rule in, nowhere."""
    try:
        kind = kind_of(target["Arn"])
        # A bus gets the event itself, whatever the target says of its input.
        DELIVERIES[kind](rule, target, event if kind == "event-bus" else text_for(target, event))
    except Undelivered as failure:
        queue = target.get("DeadLetterConfig", {}).get("Arn")
        if queue is None:
            return
        attributes = {
            "RULE_ARN": rule.arn,
            "TARGET_ARN": target["Arn"],
            "ERROR_CODE": failure.code,
            "ERROR_MESSAGE": failure.message,
        }
        message_attributes = {
            name: {"DataType": "String", "StringValue": value} for name, value in attributes.items()
        }
        try:
            send_message(rule, queue, json.dumps(as_sent(event)), message_attributes)
        except Undelivered:
            return


def text_for(target, event):
    """What a target is sent of an event."""
    if "Input" in target:
        return target["Input"]
    transformer = target.get("InputTransformer")
    if transformer is None:
        return json.dumps(as_sent(event))
    template, paths = transformer["InputTemplate"], transformer.get("InputPathsMap", {})
    known = {**as_sent(event), "ingestion-time": event["ingestion-time"]}
    return json.dumps(EventTemplateParser.parse(template, paths, known))


def as_sent(event):
    """The event as AWS writes it: moto has a number for its time, and a time of its own in it."""
    sent = {name: value for name, value in event.items() if name != "ingestion-time"}
    if isinstance(event["time"], int | float):
        sent["time"] = iso_8601_datetime_without_milliseconds(utcfromtimestamp(event["time"]))
    return sent


# By resource policies: queues, topics, log groups


def send_to_queue(rule, target, text):
    send_message(rule, target["Arn"], text, group=target.get("SqsParameters", {}).get("MessageGroupId"))


def send_message(rule, arn, text, attributes=None, group=None):
    """Sends to a queue, of whichever account, if its policy lets the rule.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sqs-permissions
    """
    _, _, _, region, account, name = arn.split(":")
    queues = sqs_backends[account][region]
    if name not in queues.queues:
        raise missing(rule, arn)
    policy = document(queues.queues[name].policy)
    context = service_context(rule.arn, rule.account_id)
    if not resource_allows(Request(EVENTBRIDGE, "sqs:SendMessage", arn, account, context), policy):
        withhold_without_permission(rule, "sqs:SendMessage", arn)
    queues.send_message(name, text, message_attributes=attributes, group_id=group)


def publish(rule, target, text):
    """Publishes to a topic, if its policy lets EventBridge in a statement without a condition: conditions are not
    supported there.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
    """
    arn = target["Arn"]
    _, _, _, region, account, _ = arn.split(":")
    topics = sns_backends[account][region]
    if arn not in topics.topics:
        raise missing(rule, arn)
    policy = document(topics.topics[arn].policy)
    unconditional = {
        "Statement": [
            statement
            for statement in listed(policy.get("Statement", []))
            if statement["Effect"] == "Deny" or not statement.get("Condition")
        ]
    }
    if not resource_allows(Request(EVENTBRIDGE, "sns:Publish", arn, account, service_calls()), unconditional):
        withhold_without_permission(rule, "sns:Publish", arn)
    topics.publish(text, arn=arn)


def write_to_log_group(rule, target, text):
    """Writes to a log group, if resource policies of CloudWatch Logs let EventBridge make a stream, where it does not
    tell the rule, and put events, where it does.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-cloudwatchlogs-permissions
    """
    arn = target["Arn"].removesuffix(":*")
    _, _, _, region, account, _, name = arn.split(":", 6)
    logs = logs_backends[account][region]
    if name not in logs.groups:
        raise missing(rule, arn)
    stream = str(mock_random.uuid4())
    policies = [document(each.policy_document) for each in list(logs.resource_policies.values())]
    policy = {"Statement": [statement for each in policies for statement in listed(each.get("Statement", []))]}
    contexts = {
        "logs:CreateLogStream": service_calls(),
        "logs:PutLogEvents": service_context(rule.arn, rule.account_id),
    }
    for action, context in contexts.items():
        request = Request(EVENTBRIDGE, action, f"{arn}:log-stream:{stream}", account, context)
        if not resource_allows(request, policy):
            withhold_without_permission(rule, action, arn)
    logs.create_log_stream(name, stream)
    logs.put_log_events(name, stream, [{"timestamp": unix_time_millis(), "message": text}])


# By the target's role: streams, Firehose streams, buses


def assumed(rule, target):
    """ARN of the target's role, which EventBridge assumes for the rule.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html
    """
    arn = target.get("RoleArn")
    if arn is None or not assumes(rule.arn, rule.account_id, arn):
        withhold(rule, "FAILED_TO_ASSUME_ROLE", f"{EVENTBRIDGE} cannot assume the role {arn}")
    return arn


def check_role(rule, target, action):
    """Raises unless the target's role may do the action on the target."""
    arn, role = target["Arn"], assumed(rule, target)
    if role is not None:
        # A target in another account needs its own policy too, which only buses have here.
        request = Request(role, action, arn, role.split(":")[4], role_context(role))
        if decide(request, None, permissions_of(role)) != ALLOWED:
            withhold_without_permission(rule, action, arn)
    return arn.split(":")[4], role


def put_on_stream(rule, target, text):
    account, _ = check_role(rule, target, "kinesis:PutRecord")
    arn = target["Arn"]
    data = base64.b64encode(text.encode()).decode()
    streams = kinesis_backends[account][arn.split(":")[3]]
    streams.put_record(stream_arn=arn, stream_name=None, partition_key="0", explicit_hash_key=None, data=data)


def put_on_firehose(rule, target, text):
    account, _ = check_role(rule, target, "firehose:PutRecord")
    arn = target["Arn"]
    firehose_backends[account][arn.split(":")[3]].put_record(arn.split("/")[-1], {"Data": text.encode()})


def put_on_bus(rule, target, event):
    """Puts an event on another bus, as it is and once only, if the target's role may, and if the bus is another
    account's, its policy lets the role.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
    """
    account, role = check_role(rule, target, "events:PutEvents")
    arn = target["Arn"]
    region, name = arn.split(":")[3], arn.split("/", 1)[1]
    if (event["account"], event["region"]) != (rule.account_id, rule.region_name):
        withhold(rule, "THIRD_ACCOUNT_HOP_DETECTED", f"the event has come from another bus, and does not go on to {arn}")
    bus = events_backends[account][region].event_buses.get(name)
    if bus is None:
        raise missing(rule, arn)
    if account != rule.account_id and role is not None and not lets_put(arn, role):
        withhold_without_permission(rule, "events:PutEvents", arn)
    for each in list(bus.rules.values()):
        each.send_to_targets(copy.deepcopy(event))


# By the kind of the target.
DELIVERIES = {
    "event-bus": put_on_bus,
    "firehose": put_on_firehose,
    "kinesis": put_on_stream,
    "logs": write_to_log_group,
    "sns": publish,
    "sqs": send_to_queue,
}
