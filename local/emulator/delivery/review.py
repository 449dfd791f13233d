"""What would not be delivered of what is set up, without anything being sent."""

from moto.cloudwatch.models import cloudwatch_backends
from moto.events.models import events_backends
from moto.firehose.models import firehose_backends
from moto.sns.models import sns_backends

import own_api
from delivery import alarms, firehose, rules, subscriptions


def undeliverable():
    """Of every rule, topic, Firehose stream and alarm there is, what does not let it in: dictionaries as findings are noted."""
    for events in backends(events_backends):
        for bus in list(events.event_buses.values()):
            for rule in list(bus.rules.values()):
                for failure in rules.undeliverable(rule):
                    yield {"what": f"delivery by {rule.arn}", "code": failure.code, "message": failure.message}
    for sns in backends(sns_backends):
        for subscription in list(sns.subscriptions.values()):
            found = subscriptions.finding(subscription) if subscription.protocol == "sqs" else None
            if found is not None:
                yield found
    for streams in backends(firehose_backends):
        for stream in list(streams.delivery_streams.values()):
            for destination in firehose.destinations_of(stream):
                found = firehose.finding(stream, destination)
                if found is not None:
                    yield found
    for cloudwatch in backends(cloudwatch_backends):
        for alarm in list(cloudwatch.alarms.values()):
            for arn in {*alarm.alarm_actions, *alarm.ok_actions, *alarm.insufficient_data_actions}:
                found = alarms.finding(alarm, arn) if arn.split(":")[2] == "sns" else None
                if found is not None:
                    yield found


def backends(of_service):
    return [backend for regions in list(of_service.values()) for backend in list(regions.values())]


def tell_what_is_undeliverable():
    """Adds to moto's own API: `GET /emulator/undeliverable`."""
    own_api.add("/emulator/undeliverable", lambda query: (200, list(undeliverable())))
