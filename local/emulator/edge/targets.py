"""Refuses targets of EventBridge's rules that AWS does not take."""

import re

from moto.events.models import events_backends

from edge.call import Refusal
from policy import Request, resource_allows
from world import document, is_known, role, role_context, service_context


# With its region and account.
BUS = re.compile(r"arn:[\w-]+:events:([\w-]+):(\d{12}):event-bus/")


def refuse_buses_that_let_nobody_in(call):
    """PutTargets with a bus of another account or region, whose policy lets neither the caller's account nor the role
    put events; with one of another account and no role; and with a role that EventBridge cannot assume for the rule.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
    https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html
    """
    if (call.service, call.action) != ("events", "PutTargets"):
        return
    for target in call.parameters["Targets"]:
        if "RoleArn" in target and not assumes(rule_arn(call), call.account, target["RoleArn"]):
            raise Refusal(
                "ValidationException",
                f"Provided role '{target['RoleArn']}' cannot be assumed by principal 'events.amazonaws.com'.",
                400,
            )
        bus = BUS.match(target["Arn"])
        if bus is not None and bus.groups() != (call.region, call.account):
            refuse_closed_bus(call, target)


def refuse_closed_bus(call, target):
    arn, by = target["Arn"], target.get("RoleArn")
    if by is None and arn.split(":")[4] != call.account:
        raise Refusal(
            "ValidationException",
            f"RoleArn is required for target {arn}: it is an event bus of another account.",
            400,
        )
    caller = f"arn:{call.partition}:iam::{call.account}:root"
    if not any(lets_put(arn, principal) for principal in (by, caller) if principal is not None):
        raise Refusal(
            "AccessDeniedException",
            f"Event bus {arn} does not allow account {call.account} to put events on it.",
            400,
        )


def bus_policy(arn):
    """The policy of a bus; None where there is no such bus, or it has none."""
    _, _, _, region, account, name = arn.split(":", 5)
    bus = events_backends[account][region].event_buses.get(name.removeprefix("event-bus/"))
    return None if bus is None else document(bus.policy)


def lets_put(arn, principal):
    """Whether a bus's policy lets a principal put events on it."""
    request = Request(principal, "events:PutEvents", arn, arn.split(":")[4], role_context(principal))
    return resource_allows(request, bus_policy(arn))


def assumes(rule, account, role_arn):
    """Whether EventBridge can assume a role for a rule of an account."""
    if role_arn.count(":") < 5:
        return False
    if not is_known(role_arn.split(":")[4]):
        return True
    found = role(role_arn)
    if found is None:
        return False
    request = Request("events.amazonaws.com", "sts:AssumeRole", role_arn, account, service_context(rule, account))
    return resource_allows(request, document(found.assume_role_policy_document))


def rule_arn(call):
    bus = (call.parameters.get("EventBusName") or "default").rpartition("/")[2]
    name = call.parameters["Rule"] if bus == "default" else f"{bus}/{call.parameters['Rule']}"
    return f"arn:{call.partition}:events:{call.region}:{call.account}:rule/{name}"
