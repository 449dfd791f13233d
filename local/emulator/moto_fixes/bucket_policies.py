"""Bucket policies as moto itself asks them."""

import json

from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.s3.models import FakeBucket


def deny_only_what_is_denied_to_all():
    """Moto knows neither conditions nor principals in a bucket's policy, so that a denial to those who come without TLS would be
    one to everybody. What is left to it is what is denied to everybody; the rest the rules of the edge and of deliveries ask."""

    def get_permission(bucket, action, resource):
        if bucket.policy is None:
            return PermissionResult.NEUTRAL
        policy = json.loads(bucket.policy)
        statements = policy["Statement"] if isinstance(policy["Statement"], list) else [policy["Statement"]]
        to_all = [each for each in statements if "Condition" not in each and each.get("Principal") in ("*", {"AWS": "*"})]
        return IAMPolicy(json.dumps({**policy, "Statement": to_all})).is_action_permitted(action, resource)

    FakeBucket.get_permission = get_permission
