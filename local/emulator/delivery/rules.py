"""What EventBridge's rules deliver to their targets, and to their dead-letter queues."""

import base64
import copy
import json

from jsonpath_ng import ext as jsonpath
from moto.awslambda.models import lambda_backends
from moto.core.exceptions import JsonRESTError
from moto.core.utils import iso_8601_datetime_without_milliseconds, utcfromtimestamp
from moto.events.models import Rule, events_backends
from moto.events.utils import EventTemplateParser
from moto.firehose.models import firehose_backends
from moto.kinesis.models import kinesis_backends
from moto.logs.models import logs_backends
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends
from moto.stepfunctions.models import stepfunctions_backends

from delivery import api_destinations
from delivery.bus_logs import log_failure
from delivery.keys import denied_by_queue_key, denied_by_stream_key, denied_by_topic_key
from delivery.log_groups import denied_by_log_group, write
from edge.targets import BUS, assumes, lets_put
from findings import findings
from policy import ALLOWED, Request, decide, resource_allows, statements
from world import document, permissions_of, role_context, service_calls, service_context

EVENTBRIDGE = "events.amazonaws.com"


class Undelivered(Exception):
    """Why an event does not reach a target, as EventBridge tells a dead-letter queue.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
    """

    def __init__(self, code, message):
        super().__init__(message)
        self.code, self.message = code, message


def no_permissions(action, resource):
    return Undelivered("NO_PERMISSIONS", f"{EVENTBRIDGE} is not authorized to perform: {action} on resource: {resource}")


def refuse_denied(denied):
    """Raises for what a key denies."""
    if denied is not None:
        raise no_permissions(*denied)


def missing(arn):
    return Undelivered("NO_RESOURCE", f"{arn} does not exist")


def deliver_where_let_in():
    """Has rules deliver to each target by itself. What has no way in here (archives) is left to moto."""
    send = Rule.send_to_targets

    def send_to_all_targets(rule, original_event, transform_input=True):
        if rule.state == "DISABLED" or not is_offered(rule, original_event):
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


def is_offered(rule, event):
    """Whether a rule is offered an event: read-only management events only if its state says so.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
    """
    detail = event.get("detail") or {}
    reads = event["detail-type"] == "AWS API Call via CloudTrail" and detail.get("readOnly") is True
    return rule.state == "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" or not reads


def kind_of(arn):
    """The service of a target; what of EventBridge's it is, as an archive is one as well."""
    if BUS.match(arn):
        return "event-bus"
    return "api-destination" if ":api-destination/" in arn else arn.split(":")[2]


def deliver(rule, target, event):
    """Delivers an event to a target; where that fails, to its dead-letter queue; where there is none that lets the
    rule in, nowhere."""
    kind = kind_of(target["Arn"])
    check, send = DELIVERIES[kind]
    try:
        if let_through(rule, lambda: check(rule, target)) and (kind != "event-bus" or let_on(rule, target, event)):
            # A bus gets the event itself, whatever the target says of its input.
            send(target, event if kind == "event-bus" else text_for(target, event))
    except Undelivered as failure:
        log_failure(rule, target, event, failure.code, failure.message)
        queue = target.get("DeadLetterConfig", {}).get("Arn")
        if queue is None:
            return
        attributes = {
            "RULE_ARN": rule.arn,
            "TARGET_ARN": target["Arn"],
            "ERROR_CODE": failure.code,
            "ERROR_MESSAGE": failure.message,
        }
        message_attributes = {name: {"DataType": "String", "StringValue": text} for name, text in attributes.items()}
        try:
            let_through(rule, lambda: check_queue(rule, queue))
        except Undelivered:
            return
        send_message(queue, json.dumps(as_sent(event)), message_attributes)


def let_through(rule, check):
    """Whether a check raises nothing; what it raises is noted, and raised on unless it is only to be reported."""
    try:
        check()
    except Undelivered as failure:
        findings.note(f"delivery by {rule.arn}", failure.code, failure.message)
        if failure.code == "NO_RESOURCE" or not findings.only_report:
            raise
    return True


def let_on(rule, target, event):
    """Whether an event has not come from another bus: it goes on once only.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
    """

    def check():
        if (event["account"], event["region"]) != (rule.account_id, rule.region_name):
            message = f"the event has come from another bus, and does not go on to {target['Arn']}"
            raise Undelivered("THIRD_ACCOUNT_HOP_DETECTED", message)

    return let_through(rule, check)


def undeliverable(rule):
    """What of a rule's targets and dead-letter queues, as they are, would not take an event: with the reason."""
    for target in list(rule.targets):
        checks = []
        if kind_of(target["Arn"]) in DELIVERIES:
            checks.append(lambda target=target: DELIVERIES[kind_of(target["Arn"])][0](rule, target))
        queue = target.get("DeadLetterConfig", {}).get("Arn")
        if queue is not None:
            checks.append(lambda queue=queue: check_queue(rule, queue))
        for check in checks:
            try:
                check()
            except Undelivered as failure:
                yield failure


def text_for(target, event):
    """What a target is sent of an event."""
    if "Input" in target:
        return target["Input"]
    transformer = target.get("InputTransformer")
    if transformer is None:
        return json.dumps(as_sent(event))
    template, paths = transformer["InputTemplate"], transformer.get("InputPathsMap", {})
    known = {**as_sent(event), "ingestion-time": event["ingestion-time"]}
    for name, path in paths.items():
        # A variable of what the event does not hold is not created, and nothing stands in its place.
        # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html#eb-transform-input-issues
        if not jsonpath.parse(path).find(known):
            template = template.replace(f"<{name}>", "")
    return json.dumps(EventTemplateParser.parse(template, paths, known))


def as_sent(event):
    """The event as AWS writes it: moto has a number for its time, and a time of its own in it."""
    sent = {name: value for name, value in event.items() if name != "ingestion-time"}
    if isinstance(event["time"], int | float):
        sent["time"] = iso_8601_datetime_without_milliseconds(utcfromtimestamp(event["time"]))
    return sent


# By resource policies: queues, topics, log groups


def check_queue(rule, arn):
    """A queue, of whichever account, whose policy lets the rule send, and whose key, if it has one, lets EventBridge.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sqs-permissions
    """
    _, _, _, region, account, name = arn.split(":")
    queue = sqs_backends[account][region].queues.get(name)
    if queue is None:
        raise missing(arn)
    context = service_context(rule.arn, rule.account_id)
    if not resource_allows(Request(EVENTBRIDGE, "sqs:SendMessage", arn, account, context), document(queue.policy)):
        raise no_permissions("sqs:SendMessage", arn)
    refuse_denied(denied_by_queue_key(queue, EVENTBRIDGE, context))


def send_message(arn, text, attributes=None, group=None):
    _, _, _, region, account, name = arn.split(":")
    sqs_backends[account][region].send_message(name, text, message_attributes=attributes, group_id=group)


def send_to_queue(target, text):
    send_message(target["Arn"], text, group=target.get("SqsParameters", {}).get("MessageGroupId"))


def check_topic(rule, target):
    """A topic whose policy lets EventBridge in a statement without a condition: conditions are not supported there.
    Its key, if it has one, lets EventBridge too.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
    """
    arn = target["Arn"]
    _, _, _, region, account, _ = arn.split(":")
    topic = sns_backends[account][region].topics.get(arn)
    if topic is None:
        raise missing(arn)
    unconditional = {
        "Statement": [
            statement
            for statement in statements(document(topic.policy))
            if statement["Effect"] == "Deny" or not statement.get("Condition")
        ]
    }
    if not resource_allows(Request(EVENTBRIDGE, "sns:Publish", arn, account, service_calls()), unconditional):
        raise no_permissions("sns:Publish", arn)
    refuse_denied(denied_by_topic_key(topic, EVENTBRIDGE))


def publish(target, text):
    _, _, _, region, account, _ = target["Arn"].split(":")
    sns_backends[account][region].publish(text, arn=target["Arn"])


def check_log_group(rule, target):
    """A log group where resource policies of CloudWatch Logs let EventBridge make a stream, of which it does not tell
    the rule, and put events, of which it does.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-cloudwatchlogs-permissions
    """
    arn = target["Arn"].removesuffix(":*")
    _, _, _, region, account, _, name = arn.split(":", 6)
    logs = logs_backends[account][region]
    if name not in logs.groups:
        raise missing(arn)
    contexts = {
        "logs:CreateLogStream": service_calls(),
        "logs:PutLogEvents": service_context(rule.arn, rule.account_id),
    }
    denied = denied_by_log_group(logs, arn, EVENTBRIDGE, contexts)
    if denied is not None:
        raise no_permissions(denied, arn)


def write_to_log_group(target, text):
    _, _, _, region, account, _, name = target["Arn"].removesuffix(":*").split(":", 6)
    write(logs_backends[account][region], name, text)


def check_function(rule, target):
    """A function whose policy lets EventBridge invoke it for the rule, which it names by `aws:SourceArn` alone.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-lambda-permissions
    """
    arn = target["Arn"]
    function = function_of(arn)
    if function is None:
        raise missing(arn)
    policy = {"Statement": [dict(statement) for statement in function.policy.statements]}
    context = {**service_calls(), "aws:SourceArn": rule.arn}
    if not resource_allows(Request(EVENTBRIDGE, "lambda:InvokeFunction", arn, arn.split(":")[4], context), policy):
        raise no_permissions("lambda:InvokeFunction", arn)


def function_of(arn):
    """The function, or the version of it that an ARN names; None where there is none."""
    _, _, _, region, account, _ = arn.split(":", 5)
    try:
        return lambda_backends[account][region].get_function(arn)
    except JsonRESTError:
        return None


def invoke(target, text):
    """Nothing is run, as moto would need containers for it: what the function is handed is in its log group, where one that
    prints its event would have it."""
    _, _, _, region, account, _, name, *_ = target["Arn"].split(":")
    logs, group = logs_backends[account][region], f"/aws/lambda/{name}"
    if group not in logs.groups:
        logs.create_log_group(group, {})
    write(logs, group, text)


# By the target's role: streams, Firehose streams, state machines, buses


def check_role(rule, target, action):
    """A target whose role EventBridge can assume for the rule, and which may do the action on it.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html
    """
    arn, role = target["Arn"], target.get("RoleArn")
    if role is None or not assumes(rule.arn, rule.account_id, role):
        raise Undelivered("FAILED_TO_ASSUME_ROLE", f"{EVENTBRIDGE} cannot assume the role {role}")
    request = Request(role, action, arn, role.split(":")[4], role_context(role))
    if decide(request, None, permissions_of(role)) != ALLOWED:
        raise no_permissions(action, arn)


def check_stream(rule, target):
    check_role(rule, target, "kinesis:PutRecord")
    _, _, _, region, account, name = target["Arn"].split(":")
    stream = kinesis_backends[account][region].streams.get(name.removeprefix("stream/"))
    if stream is None:
        raise missing(target["Arn"])
    refuse_denied(denied_by_stream_key(stream, target["RoleArn"]))


def put_on_stream(target, text):
    arn = target["Arn"]
    _, _, _, region, account, _ = arn.split(":")
    data = base64.b64encode(text.encode()).decode()
    streams = kinesis_backends[account][region]
    streams.put_record(stream_arn=arn, stream_name=None, partition_key="0", explicit_hash_key=None, data=data)


def check_firehose(rule, target):
    check_role(rule, target, "firehose:PutRecord")
    _, _, _, region, account, name = target["Arn"].split(":")
    if name.removeprefix("deliverystream/") not in firehose_backends[account][region].delivery_streams:
        raise missing(target["Arn"])


def put_on_firehose(target, text):
    _, _, _, region, account, name = target["Arn"].split(":")
    firehose_backends[account][region].put_record(name.removeprefix("deliverystream/"), {"Data": text.encode()})


def check_state_machine(rule, target):
    check_role(rule, target, "states:StartExecution")
    _, _, _, region, account, _ = target["Arn"].split(":", 5)
    machines = stepfunctions_backends[account][region].state_machines
    if all(machine.arn != target["Arn"] for machine in list(machines)):
        raise missing(target["Arn"])


def start_execution(target, text):
    _, _, _, region, account, _ = target["Arn"].split(":", 5)
    stepfunctions_backends[account][region].start_execution(target["Arn"], None, text)


def check_api_destination(rule, target):
    """An API destination that the target's role may call, with a connection.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html
    """
    check_role(rule, target, "events:InvokeApiDestination")
    if None in api_destinations.of_arn(target["Arn"]):
        raise missing(target["Arn"])


def check_bus(rule, target):
    """A bus that the target's role may put events on, and if it is another account's, whose policy lets the role.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
    """
    check_role(rule, target, "events:PutEvents")
    arn = target["Arn"]
    if bus_of(arn) is None:
        raise missing(arn)
    if arn.split(":")[4] != rule.account_id and not lets_put(arn, target["RoleArn"]):
        raise no_permissions("events:PutEvents", arn)


def bus_of(arn):
    _, _, _, region, account, name = arn.split(":", 5)
    return events_backends[account][region].event_buses.get(name.removeprefix("event-bus/"))


def put_on_bus(target, event):
    for rule in list(bus_of(target["Arn"]).rules.values()):
        rule.send_to_targets(copy.deepcopy(event))


# By the kind of the target: what has to be so, and how it is sent.
DELIVERIES = {
    "api-destination": (check_api_destination, api_destinations.invoke),
    "event-bus": (check_bus, put_on_bus),
    "firehose": (check_firehose, put_on_firehose),
    "kinesis": (check_stream, put_on_stream),
    "lambda": (check_function, invoke),
    "logs": (check_log_group, write_to_log_group),
    "sns": (check_topic, publish),
    "states": (check_state_machine, start_execution),
    "sqs": (lambda rule, target: check_queue(rule, target["Arn"]), send_to_queue),
}
