"""Delivers from service to service, or not, as the policies of both ends have it. AWS drops in silence what is not let
in; moto delivers everything."""

from delivery import alarms, firehose, rules, subscriptions


def deliver_as_aws_does():
    """Has rules, topics, Firehose streams and alarms deliver as AWS does."""
    rules.deliver_where_let_in()
    subscriptions.deliver_where_let_in()
    firehose.deliver_where_let_in()
    alarms.notify_topics()
