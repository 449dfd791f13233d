"""Where moto responds otherwise than AWS does, and a deployment or a test would see it: one difference a file."""

from moto_fixes import (
    account_regions,
    athena,
    bucket_policies,
    bus_logs,
    delegated_reading,
    delegated_trails,
    object_lock,
    redrive_policies,
    replays,
    stack_sets,
    tags,
    trail_names,
    trail_topics,
)


def respond_as_aws_does():
    """Has moto respond as AWS does."""
    account_regions.list_them()
    bucket_policies.deny_only_what_is_denied_to_all()
    bus_logs.keep_what_they_are_told()
    bus_logs.deliver_their_logs()
    object_lock.turn_it_on_for_buckets_with_objects()
    redrive_policies.write_as_they_were_set()
    replays.replay_a_time_range_to_rules()
    trail_topics.take_those_of_other_accounts()
    trail_names.describe_only_those()
    delegated_reading.show_the_organization()
    delegated_trails.delegate()
    athena.list_no_tags()
    athena.delete_named_queries()
    athena.find_what_it_is_told()
    stack_sets.describe_service_managed_ones()
    stack_sets.delegate()
    stack_sets.deploy_by_themselves()
    stack_sets.tell_how_they_went()
    stack_sets.write_documents_of_roles()
    tags.tag_buckets()
    tags.tag_streams()
