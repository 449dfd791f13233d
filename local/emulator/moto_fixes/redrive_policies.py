"""Redrive policies of queues."""

import json

from moto.sqs.models import Queue


def write_as_they_were_set():
    """SQS returns the document as it was set; moto writes it anew, with spaces, which looks like a change."""
    written_by_moto = Queue.attributes.fget

    def attributes(queue):
        result = written_by_moto(queue)
        if result.get("RedrivePolicy"):
            result["RedrivePolicy"] = json.dumps(json.loads(result["RedrivePolicy"]), separators=(",", ":"))
        return result

    Queue.attributes = property(attributes)
