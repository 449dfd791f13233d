"""What EventBridge logs of a bus: what its rules did not deliver, and no more, which is what goes wrong here."""

import json

from moto.core.utils import unix_time_millis
from moto.events.models import events_backends
from moto.logs.models import logs_backends

from delivery.keys import denied_by_key
from delivery.log_groups import denied_by_log_group, write
from findings import findings
from world import service_context

DELIVERY = "delivery.logs.amazonaws.com"


def log_failure(rule, target, event, code, message):
    """Logs that a target of a rule was not delivered to, in each log group that errors of the bus are delivered to.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-logs.html
    """
    bus = events_backends[rule.account_id][rule.region_name].event_buses[rule.event_bus_name]
    if (bus.log_config or {}).get("Level", "OFF") == "OFF":
        return
    logs = logs_backends[rule.account_id][rule.region_name]
    record = {
        "resource_arn": bus.arn,
        "message_timestamp_ms": unix_time_millis(),
        "event_bus_name": bus.name,
        "event_id": event["id"],
        "message_type": "INVOCATION_ATTEMPT_PERMANENT_FAILURE",
        "log_level": "ERROR",
        "details": {"rule_arn": rule.arn, "target_arn": target["Arn"]},
        "error": {"error_code": code, "error_message": message},
    }
    for source in list(logs.delivery_sources.values()):
        if bus.arn not in source.resource_arns or source.log_type != "ERROR_LOGS":
            continue
        for delivery in list(logs.deliveries.values()):
            if delivery.delivery_source_name == source.name and delivery.destination_type == "CWL":
                deliver(logs, bus, source, group_of(logs, delivery), json.dumps(record))


def group_of(logs, delivery):
    """The ARN of the log group that is delivered to."""
    for destination in list(logs.delivery_destinations.values()):
        if destination.arn == delivery.delivery_destination_arn:
            arn = destination.delivery_destination_configuration["destinationResourceArn"]
            return arn.removesuffix(":*")
    return None


def deliver(logs, bus, source, group, text):
    """Delivers a record, where the group lets CloudWatch Logs, and the bus's key lets it be encrypted on its way.
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-CloudWatchLogs.html
    https://docs.aws.amazon.com/eventbridge/latest/userguide/encryption-bus-logs.html
    """
    _, partition, _, region, account, _ = bus.arn.split(":", 5)
    context = {"SourceArn": f"arn:{partition}:logs:{region}:{account}:*"}
    of_source = service_context(source.arn, account)
    denied = (
        denied_by_key(bus.kms_key_identifier, bus.arn, "events.amazonaws.com", ("kms:GenerateDataKey",), context)
        or denied_by_key(bus.kms_key_identifier, bus.arn, DELIVERY, ("kms:Decrypt",), context)
        or denied_by_log_group(
            logs, group, DELIVERY, {"logs:CreateLogStream": of_source, "logs:PutLogEvents": of_source}
        )
    )
    if denied is not None:
        findings.note(f"logs of {bus.arn}", "NO_PERMISSIONS", f"{DELIVERY} may not deliver to {group}: {denied}")
        if not findings.only_report:
            return
    write(logs, group.split(":", 6)[6], text)
