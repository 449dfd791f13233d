"""What EventBridge's API destinations are called with. Nothing is called: an emulated AWS knows no address but its own, and
EventBridge calls by HTTPS alone. The requests are kept, to be looked at."""

from urllib.parse import quote

from moto.events.models import events_backends

import own_api

requests = []


def of_arn(arn):
    """The API destination and its connection; None for what is not there."""
    _, _, _, region, account, name = arn.split(":", 5)
    backend = events_backends[account][region]
    destination = next((each for each in list(backend.destinations.values()) if each.arn == arn), None)
    connection = destination and next(
        (each for each in list(backend.connections.values()) if each.arn == destination.connection_arn), None
    )
    return destination, connection


def request(target, text):
    """The request that EventBridge makes: the path's wildcards filled in, and the connection's headers over the target's.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-target-connection-auth.html
    """
    destination, connection = of_arn(target["Arn"])
    given = target.get("HttpParameters", {})
    url = destination.invocation_endpoint
    for value in given.get("PathParameterValues", []):
        url = url.replace("*", quote(value, safe=""), 1)
    secret = connection.auth_parameters
    key = secret.get("ApiKeyAuthParameters", {})
    constant = secret.get("InvocationHttpParameters", {}).get("HeaderParameters", [])
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        **given.get("HeaderParameters", {}),
        **{each["Key"]: each["Value"] for each in constant},
        **({key["ApiKeyName"]: key["ApiKeyValue"]} if key else {}),
    }
    return {"method": destination.http_method, "url": url, "headers": headers, "body": text}


def invoke(target, text):
    requests.append(request(target, text))


def tell_requests():
    """Adds to moto's own API: `GET /emulator/api-requests`."""
    own_api.add("/emulator/api-requests", lambda query: (200, requests))
