"""Writing to log groups of CloudWatch Logs, by their resource policies."""

from moto.core.utils import unix_time_millis
from moto.moto_api._internal import mock_random

from policy import Request, resource_allows, statements
from world import document


def denied_by_log_group(logs, arn, principal, contexts):
    """The first of the actions that no resource policy of the account lets a service do to a stream of the log group; None
    where all are allowed.

    contexts: the condition keys that come with each action, by its name.
    """
    policies = [document(each.policy_document) for each in list(logs.resource_policies.values())]
    policy = {"Statement": [statement for each in policies for statement in statements(each)]}
    stream = f"{arn}:log-stream:00000000-0000-0000-0000-000000000000"
    for action, context in contexts.items():
        if not resource_allows(Request(principal, action, stream, arn.split(":")[4], context), policy):
            return action
    return None


def write(logs, group, text):
    """Puts a log event into a stream of its own."""
    stream = str(mock_random.uuid4())
    logs.create_log_stream(group, stream)
    logs.put_log_events(group, stream, [{"timestamp": unix_time_millis(), "message": text}])
