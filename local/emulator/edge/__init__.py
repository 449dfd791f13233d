"""The edge of the emulated AWS: refuses the requests that AWS refuses and moto takes.

A rule is a function that takes a call and raises a Refusal. Which rules there are, and the page of AWS's that each
follows, is the table in docs/limits.md.
"""

from moto.moto_proxy.proxy3 import MotoRequestHandler

from edge.account_regions import refuse_regions_of_others
from edge.accounts import refuse_roles_that_cannot_be_assumed
from edge.api_destinations import refuse_endpoints_without_https
from edge.call import Refusal, parse, refused
from edge.model import refuse_what_the_model_forbids
from edge.principals import refuse_principals_that_do_not_exist
from edge.tags import refuse_tags
from edge.targets import refuse_buses_that_let_nobody_in
from edge.trails import refuse_trails_that_cannot_deliver
from findings import findings

RULES = (
    refuse_what_the_model_forbids,
    refuse_tags,
    refuse_principals_that_do_not_exist,
    refuse_roles_that_cannot_be_assumed,
    refuse_regions_of_others,
    refuse_endpoints_without_https,
    refuse_buses_that_let_nobody_in,
    refuse_trails_that_cannot_deliver,
)


def refuse_as_aws_does():
    """Has requests judged before moto sees them."""
    respond = MotoRequestHandler.parse_request

    def judge_and_respond(self, method, host, path, headers, body):
        service = self.get_backend_for_host(host)
        if service not in (None, "moto_api"):
            refusal = judged(service, method, host, path, headers, body)
            if refusal is not None:
                return refusal
        return respond(self, method=method, host=host, path=path, headers=headers, body=body)

    MotoRequestHandler.parse_request = judge_and_respond


def judged(service, method, host, path, headers, body):
    """The response that refuses a request; None where there is nothing against it."""
    call = parse(service, method, host, path, headers, body)
    if call is None:
        return None
    for rule in RULES:
        try:
            rule(call)
        except Refusal as refusal:
            what = f"{call.service} {call.action} of {call.account} in {call.region}"
            findings.note(what, refusal.code, refusal.message)
            # The rules that follow rely on those before.
            return None if findings.only_report else refused(call, refusal)
    return None
