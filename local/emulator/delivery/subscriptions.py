"""What topics deliver to the queues that are subscribed to them."""

from moto.sns.models import Subscription
from moto.sqs.models import sqs_backends

from findings import findings
from policy import Request, resource_allows
from world import document, service_context

SNS = "sns.amazonaws.com"


def deliver_where_let_in():
    """Has a topic deliver to a queue only if the queue's policy lets SNS send for the topic; also to the queue of
    another account, which moto looks for in the topic's.
    https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html
    """
    publish = Subscription.publish

    def publish_if_let_in(subscription, *arguments, **options):
        if subscription.protocol == "sqs":
            if not lets_send(subscription.endpoint, subscription.topic):
                findings.note(**finding(subscription))
                if not findings.only_report:
                    return
            subscription.account_id = subscription.endpoint.split(":")[4]
        publish(subscription, *arguments, **options)

    Subscription.publish = publish_if_let_in


def lets_send(queue_arn, topic):
    """Whether a queue takes what a topic sends it."""
    _, _, _, region, account, name = queue_arn.split(":")
    queue = sqs_backends[account][region].queues.get(name)
    request = Request(SNS, "sqs:SendMessage", queue_arn, account, service_context(topic.arn, topic.account_id))
    return queue is not None and resource_allows(request, document(queue.policy))


def finding(subscription):
    return {
        "what": f"delivery by {subscription.topic.arn}",
        "code": "NO_PERMISSIONS",
        "message": f"{SNS} is not authorized to perform: sqs:SendMessage on resource: {subscription.endpoint}",
    }
