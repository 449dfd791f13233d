"""Replays of EventBridge's archives."""

import copy

from moto.core.utils import unix_time
from moto.events.models import Replay, ReplayState, events_backends
from moto.moto_api._internal import mock_random


def replay_a_time_range_to_rules():
    """A replay offers the events of its time range to the rules that it names, or to all where it names none. Moto offers
    the whole archive to all.
    https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_StartReplay.html
    """

    def replay_events(replay, archive):
        events = events_backends[replay.account_id][replay.region]
        bus = events.describe_event_bus(replay.destination["Arn"].split("/")[-1])
        wanted = replay.destination.get("FilterArns") or []
        rules = [rule for rule in list(bus.rules.values()) if not wanted or rule.arn in wanted]
        for event in list(archive.events):
            if replay.event_start_time <= event["ingestion-time"] < replay.event_end_time:
                for rule in rules:
                    once_more = {"id": str(mock_random.uuid4()), "replay-name": replay.name}
                    rule.send_to_targets({**copy.deepcopy(event), **once_more}, transform_input=False)
        replay.state, replay.end_time = ReplayState.COMPLETED, unix_time()

    Replay.replay_events = replay_events
