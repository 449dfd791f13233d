"""What EventBridge's rules deliver to their targets, and to their dead-letter queues."""

import base64
import copy
import json
from dataclasses import dataclass

from moto.core.utils import iso_8601_datetime_without_milliseconds, utcfromtimestamp
from moto.events.models import Rule, events_backends
from moto.events.utils import EventTemplateParser
from moto.firehose.models import firehose_backends
from moto.kinesis.models import kinesis_backends
from moto.logs.models import logs_backends
from moto.moto_api._internal import mock_random
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends

from edge.targets import assumes, lets_put
from policy import ALLOWED, Request, decide, listed, resource_allows
from world import document, permissions_of, role_context, service_calls, service_context

EVENTBRIDGE = "events.amazonaws.com"


@dataclass(frozen=True)
class Undelivered(Exception):
    """Why an event does not reach a target, as EventBridge tells a dead-letter queue.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
    """

    code: str
    message: str


def no_permissions(action, resource):
    return Undelivered("NO_PERMISSIONS", f"{EVENTBRIDGE} is not authorized to perform: {action} on resource: {resource}")


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
        DELIVERIES[kind_of(target["Arn"])](rule, target, text_for(target, event))
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
            name: {"data_type": "String", "string_value": value} for name, value in attributes.items()
        }
        try:
            send_message(rule, queue, json.dumps(with_time(event)), message_attributes)
        except Undelivered:
            return


def text_for(target, event):
    """What a target is sent of an event."""
    transformer = target.get("InputTransformer")
    if transformer is None:
        transformed = EventTemplateParser.parse(None, {}, event)
        return json.dumps(with_time(transformed) if isinstance(transformed, dict) else transformed)
    template, paths = transformer["InputTemplate"], transformer.get("InputPathsMap", {})
    return json.dumps(EventTemplateParser.parse(template, paths, event))


def with_time(event):
    """The event with its time as AWS writes it; moto has a number."""
    if not isinstance(event.get("time"), int | float):
        return event
    return {**event, "time": iso_8601_datetime_without_milliseconds(utcfromtimestamp(event["time"]))}


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
        raise Undelivered("NO_RESOURCE", f"{arn} does not exist")
    policy = document(queues.queues[name].policy)
    context = service_context(rule.arn, rule.account_id)
    if not resource_allows(Request(EVENTBRIDGE, "sqs:SendMessage", arn, account, context), policy):
        raise no_permissions("sqs:SendMessage", arn)
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
        raise Undelivered("NO_RESOURCE", f"{arn} does not exist")
    policy = document(topics.topics[arn].policy)
    unconditional = {
        "Statement": [
            statement
            for statement in listed(policy.get("Statement", []))
            if statement["Effect"] == "Deny" or not statement.get("Condition")
        ]
    }
    if not resource_allows(Request(EVENTBRIDGE, "sns:Publish", arn, account, service_calls()), unconditional):
        raise no_permissions("sns:Publish", arn)
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
        raise Undelivered("NO_RESOURCE", f"{arn} does not exist")
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
            raise no_permissions(action, arn)
    logs.create_log_stream(name, stream)
    logs.put_log_events(name, stream, [{"timestamp": milliseconds(), "message": text}])


def milliseconds():
    from moto.core.utils import unix_time_millis

    return unix_time_millis()


# By the target's role: streams, Firehose streams, buses


def assumed(rule, target):
    """ARN of the target's role, which EventBridge assumes for the rule.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html
    """
    arn = target.get("RoleArn")
    if arn is None or not assumes(rule.arn, rule.account_id, arn):
        raise Undelivered("FAILED_TO_ASSUME_ROLE", f"{EVENTBRIDGE} cannot assume the role {arn}")
    return arn


def check_role(rule, target, action):
    """Raises unless the target's role may do the action on the target."""
    arn, role = target["Arn"], assumed(rule, target)
    account = arn.split(":")[4]
    # A target in another account needs its own policy too, which only buses have here.
    request = Request(role, action, arn, role.split(":")[4], role_context(role))
    if decide(request, None, permissions_of(role)) != ALLOWED:
        raise no_permissions(action, arn)
    return account, role


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


def put_on_bus(rule, target, text):
    """Puts an event on another bus, if the target's role may, and if the bus is another account's, its policy lets the
    role.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
    """
    account, role = check_role(rule, target, "events:PutEvents")
    arn, event = target["Arn"], json.loads(text)
    region, name = arn.split(":")[3], arn.split("/", 1)[1]
    buses = events_backends[account][region]
    if name not in buses.event_buses:
        raise Undelivered("NO_RESOURCE", f"{arn} does not exist")
    if account != rule.account_id and not lets_put(arn, role):
        raise no_permissions("events:PutEvents", arn)
    buses.put_events(
        [
            {
                "Source": event["source"],
                "DetailType": event["detail-type"],
                "Detail": json.dumps(event["detail"]),
                "EventBusName": name,
            }
        ]
    )


# By the kind of the target.
DELIVERIES = {
    "event-bus": put_on_bus,
    "firehose": put_on_firehose,
    "kinesis": put_on_stream,
    "logs": write_to_log_group,
    "sns": publish,
    "sqs": send_to_queue,
}
