"""What topics deliver to the queues that are subscribed to them."""

from moto.sns.models import Subscription
from moto.sqs.models import sqs_backends

from delivery.keys import denied_by_queue_key
from findings import findings, undelivered
from policy import Request, resource_allows
from world import document, service_context

SNS = "sns.amazonaws.com"


def deliver_where_let_in():
    """Has a topic deliver to a queue only if the queue's policy lets SNS send for the topic, and the queue's key, if it has
    one, lets SNS; also to the queue of another account, which moto looks for in the topic's.
    https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html
    """
    publish = Subscription.publish

    def publish_if_let_in(subscription, *arguments, **options):
        if subscription.protocol == "sqs":
            found = finding(subscription)
            if found is not None:
                findings.note(**found)
                if not findings.only_report or queue_of(subscription.endpoint) is None:
                    return
            subscription.account_id = subscription.endpoint.split(":")[4]
        publish(subscription, *arguments, **options)

    Subscription.publish = publish_if_let_in


def denied(queue_arn, topic):
    """The action that a queue or its key denies a topic, and on what; None if neither does."""
    queue = queue_of(queue_arn)
    context = service_context(topic.arn, topic.account_id)
    request = Request(SNS, "sqs:SendMessage", queue_arn, queue_arn.split(":")[4], context)
    if queue is None or not resource_allows(request, document(queue.policy)):
        return "sqs:SendMessage", queue_arn
    return denied_by_queue_key(queue, SNS, context)


def queue_of(arn):
    _, _, _, region, account, name = arn.split(":")
    return sqs_backends[account][region].queues.get(name)


def finding(subscription):
    """What keeps a topic from delivering to a queue, as findings are noted; None where nothing does."""
    return undelivered(subscription.topic.arn, SNS, denied(subscription.endpoint, subscription.topic))
