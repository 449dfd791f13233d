"""Where moto answers otherwise than AWS does, and a deployment or a test would see it: one difference a file."""

from moto_fixes import (
    athena,
    delegated_trails,
    redrive_policies,
    stack_sets,
    trail_topics,
)


def answer_as_aws_does():
    """Has moto answer as AWS does."""
    redrive_policies.write_as_they_were_set()
    trail_topics.take_those_of_other_accounts()
    delegated_trails.delegate()
    athena.list_no_tags()
    athena.delete_named_queries()
    stack_sets.describe_service_managed_ones()
