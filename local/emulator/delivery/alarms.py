"""What alarms tell topics when their state changes, which moto has none of."""

import json

from moto.cloudwatch.models import Alarm
from moto.sns.models import sns_backends

from findings import findings
from policy import Request, resource_allows
from world import document, service_context

CLOUDWATCH = "cloudwatch.amazonaws.com"


def notify_topics():
    """Has an alarm publish to the topics of its new state, where their policies let CloudWatch for the alarm.
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
    """
    update = Alarm.update_state

    def update_and_notify(alarm, reason, reason_data, state_value):
        before = alarm.state_value
        update(alarm, reason, reason_data, state_value)
        if before != state_value and alarm.actions_enabled:
            for arn in actions_of(alarm):
                if arn.split(":")[2] == "sns":
                    publish(alarm, arn, before)

    Alarm.update_state = update_and_notify


def actions_of(alarm):
    return {
        "ALARM": alarm.alarm_actions,
        "OK": alarm.ok_actions,
        "INSUFFICIENT_DATA": alarm.insufficient_data_actions,
    }[alarm.state_value]


def lets_publish(arn, alarm):
    """Whether a topic is there and its policy lets CloudWatch publish for the alarm."""
    _, _, _, region, account, _ = arn.split(":")
    topic = sns_backends[account][region].topics.get(arn)
    context = service_context(alarm.alarm_arn, alarm.alarm_arn.split(":")[4])
    request = Request(CLOUDWATCH, "sns:Publish", arn, account, context)
    return topic is not None and resource_allows(request, document(topic.policy))


def finding(alarm, arn):
    return {
        "what": f"delivery by {alarm.alarm_arn}",
        "code": "NO_PERMISSIONS",
        "message": f"{CLOUDWATCH} is not authorized to perform: sns:Publish on resource: {arn}",
    }


def publish(alarm, arn, before):
    _, _, _, region, account, _ = arn.split(":")
    if not lets_publish(arn, alarm):
        findings.note(**finding(alarm, arn))
        if not findings.only_report or arn not in sns_backends[account][region].topics:
            return
    message = {
        "AlarmName": alarm.name,
        "AlarmDescription": alarm.description,
        "AWSAccountId": alarm.alarm_arn.split(":")[4],
        "NewStateValue": alarm.state_value,
        "NewStateReason": alarm.state_reason,
        "OldStateValue": before,
        "AlarmArn": alarm.alarm_arn,
    }
    sns_backends[account][region].publish(json.dumps(message), arn=arn)
