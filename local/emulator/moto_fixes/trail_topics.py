"""The topics that trails tell."""

from moto.cloudtrail.exceptions import InsufficientSnsTopicPolicyException
from moto.cloudtrail.models import Trail
from moto.sns.models import sns_backends


def take_those_of_other_accounts():
    """CloudTrail takes a topic by its ARN, in whatever account; moto makes a topic of the trail's account of it."""
    by_name = Trail.topic_arn.fget

    def topic_arn(trail):
        name = trail.sns_topic_name
        return name if name and name.startswith("arn:") else by_name(trail)

    def check_topic_exists(trail):
        if trail.topic_arn:
            _, _, _, region, account, _ = trail.topic_arn.split(":")
            if trail.topic_arn not in sns_backends[account][region].topics:
                raise InsufficientSnsTopicPolicyException(
                    "SNS Topic does not exist or the topic policy is incorrect!"
                )

    Trail.topic_arn = property(topic_arn)
    Trail.check_topic_exists = check_topic_exists
