"""Endpoints that API destinations cannot have."""

from edge.call import Refusal


def refuse_endpoints_without_https(call):
    """CreateApiDestination and UpdateApiDestination with another endpoint than one of HTTPS.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html
    """
    if call.service != "events" or call.action not in ("CreateApiDestination", "UpdateApiDestination"):
        return
    endpoint = call.parameters.get("InvocationEndpoint")
    if endpoint is not None and not endpoint.startswith("https://"):
        raise Refusal("ValidationException", f"Invocation endpoint {endpoint} is not an HTTPS endpoint.", 400)
