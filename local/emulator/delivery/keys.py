"""Whether keys let those encrypt who deliver to what is encrypted with them."""

from moto.kms.models import kms_backends
from moto.utilities.utils import get_partition

from policy import ALLOWED, Request, decide
from world import document, permissions_of, role_context, service_calls

# Of who sends to a queue or a topic: the second is to verify the data key.
SENDING = ("kms:GenerateDataKey", "kms:Decrypt")
# Of who puts into a stream or a bucket.
PUTTING = ("kms:GenerateDataKey",)


def denied_by_key(name, encrypted, principal, actions, context, source=None):
    """The action that a key does not let a principal do, and on what: (action, key). None where it lets it, or nothing
    is encrypted with a key of KMS.

    A service can use no key that AWS manages, as its policy cannot be changed. That KMS is told through which service a
    role asks is documented of roles alone.
    https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html

    name: id, ARN or alias of the key; None or empty where there is none.
    encrypted: ARN of the queue, topic, stream or bucket; a bucket's with region and account of it in their places.
    principal: name of a service or ARN of a role.
    context: the encryption context that the service which encrypts sends.
    source: the condition keys by which a service tells KMS what it acts for; none where it does not.
    """
    if not name:
        return None
    _, _, service, region, account, _ = encrypted.split(":", 5)
    is_role = principal.startswith("arn:")
    if "alias/aws/" in name:
        usable = is_role and principal.split(":")[4] == account
        return None if usable else (actions[0], name)
    key = key_of(name, account, region)
    if key is None or key.key_state != "Enabled":
        return actions[0], name
    by_role = {
        "kms:CallerAccount": principal.split(":")[4] if is_role else "",
        "kms:ViaService": f"{service}.{region}.{suffix(region)}",
    }
    said = {
        **({**role_context(principal), **by_role} if is_role else source or service_calls()),
        **{f"kms:EncryptionContext:{each}": value for each, value in context.items()},
    }
    identity = permissions_of(principal) if is_role else ()
    for action in actions:
        request = Request(principal, action, key.arn, key.account_id, said)
        if decide(request, document(key.policy), identity) != ALLOWED:
            return action, key.arn
    return None


def key_of(name, account, region):
    """The key of an id, ARN or alias, as an account and region know it; None where there is none."""
    if name.startswith("arn:"):
        _, _, _, region, account, _ = name.split(":")
    keys = kms_backends[account][region]
    try:
        return keys.keys.get(keys.any_id_to_key_id(name))
    except AttributeError:  # An alias that there is not.
        return None


def suffix(region):
    return "amazonaws.com.cn" if get_partition(region) == "aws-cn" else "amazonaws.com"


def denied_by_queue_key(queue, principal, source):
    """As `denied_by_key`, of who sends to a queue."""
    context = {"aws:sqs:arn": queue.queue_arn}
    return denied_by_key(queue.kms_master_key_id, queue.queue_arn, principal, SENDING, context, source)


def denied_by_topic_key(topic, principal, source=None):
    """As `denied_by_key`, of who publishes to a topic. EventBridge tells no source there.
    https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    """
    context = {"aws:sns:topicArn": topic.arn}
    return denied_by_key(topic.kms_master_key_id, topic.arn, principal, SENDING, context, source)


def denied_by_stream_key(stream, principal):
    """As `denied_by_key`, of who puts records on a stream.
    https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html
    """
    key = stream.key_id if stream.encryption_type == "KMS" else None
    return denied_by_key(key, stream.arn, principal, PUTTING, {"aws:kinesis:arn": stream.arn})
