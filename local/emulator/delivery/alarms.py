"""What alarms tell topics when their state changes, which moto has none of."""

import json

from moto.cloudwatch.models import Alarm
from moto.sns.models import sns_backends

from delivery.keys import denied_by_topic_key
from findings import findings, undelivered
from policy import Request, resource_allows
from world import document, service_context

CLOUDWATCH = "cloudwatch.amazonaws.com"


def notify_topics():
    """Has an alarm publish to the topics of its new state, where their policies let CloudWatch for the alarm, and
    their keys let CloudWatch.
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


def denied(arn, alarm):
    """The action that a topic or its key denies CloudWatch for an alarm, and on what; None if neither does."""
    _, _, _, region, account, _ = arn.split(":")
    topic = sns_backends[account][region].topics.get(arn)
    context = service_context(alarm.alarm_arn, alarm.alarm_arn.split(":")[4])
    request = Request(CLOUDWATCH, "sns:Publish", arn, account, context)
    if topic is None or not resource_allows(request, document(topic.policy)):
        return "sns:Publish", arn
    return denied_by_topic_key(topic, CLOUDWATCH, context)


def finding(alarm, arn):
    """What keeps an alarm from publishing to a topic, as findings are noted; None where nothing does."""
    return undelivered(alarm.alarm_arn, CLOUDWATCH, denied(arn, alarm))


def publish(alarm, arn, before):
    _, _, _, region, account, _ = arn.split(":")
    found = finding(alarm, arn)
    if found is not None:
        findings.note(**found)
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
