"""What event buses log."""

from json import dumps, loads

from moto.events.models import EventBus, events_backends
from moto.events.responses import EventsHandler
from moto.logs.exceptions import ConflictException, ResourceNotFoundException, ValidationException
from moto.logs.models import DeliverySource, LogsBackend

# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDeliverySource.html
LOG_TYPES = ("ERROR_LOGS", "INFO_LOGS", "TRACE_LOGS")

# What UpdateEventBus sets, by moto's names of it.
SETTINGS = {
    "Description": "description",
    "KmsKeyIdentifier": "kms_key_identifier",
    "DeadLetterConfig": "dead_letter_config",
    "LogConfig": "log_config",
}


def keep_what_they_are_told():
    """Moto forgets what a bus is told of logging as it is created, and cannot change a bus at all.
    https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_UpdateEventBus.html
    """
    create, describe = EventsHandler.create_event_bus, EventsHandler.describe_event_bus
    EventBus.log_config = None

    def create_and_remember(response):
        said = create(response)
        update(response)
        return said

    def update_and_tell(response):
        bus = update(response)
        return as_told(response, {"Arn": bus.arn, "Name": bus.name})

    def update(response):
        bus = response.events_backend.describe_event_bus(response._get_param("Name"))
        for name, attribute in SETTINGS.items():
            value = response._get_param(name)
            if value is not None:
                setattr(bus, attribute, value)
        return bus

    def describe_with_logs(response):
        text, headers = describe(response)
        bus = response.events_backend.describe_event_bus(response._get_param("Name"))
        return (text, headers) if bus.log_config is None else as_told(response, {**loads(text), "LogConfig": bus.log_config})

    EventsHandler.create_event_bus = create_and_remember
    EventsHandler.update_event_bus = update_and_tell
    EventsHandler.describe_event_bus = describe_with_logs


def deliver_their_logs():
    """CloudWatch Logs takes buses as the sources of deliveries; moto knows other services only."""
    put = LogsBackend.put_delivery_source

    def put_delivery_source(logs, name, resource_arn, log_type, tags):
        _, _, service, region, account, resource = resource_arn.split(":", 5)
        if service != "events":
            return put(logs, name, resource_arn, log_type, tags)
        if resource.removeprefix("event-bus/") not in events_backends[account][region].event_buses:
            raise ResourceNotFoundException(msg=f"{resource_arn} does not exist.")
        if log_type not in LOG_TYPES:
            raise ValidationException(msg=f"{log_type} is not a log type of event buses.")
        known = logs.delivery_sources.get(name)
        if known is not None and resource_arn not in known.resource_arns:
            raise ConflictException(msg="A delivery source cannot be given another resource.")
        source = DeliverySource(logs.account_id, logs.region_name, name, resource_arn, log_type, tags)
        logs.delivery_sources[name] = source
        if tags:
            logs.tag_resource(source.arn, tags)
        return source

    LogsBackend.put_delivery_source = put_delivery_source


def as_told(response, content):
    return dumps(content), response.response_headers
