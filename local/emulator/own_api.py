"""The emulator's own API, beside moto's own: what tests and local runs ask of it."""

import json
from urllib.parse import parse_qs, urlparse

from moto.moto_proxy.proxy3 import MotoRequestHandler


def add(own_path, answer):
    """Has requests of that path answered.

    answer: takes the query, by name a list of values; returns the HTTP status, and what is told as JSON.
    """
    respond = MotoRequestHandler.parse_request

    def answer_or_respond(self, method, host, path, headers, body):
        address = urlparse(path)
        if self.get_backend_for_host(host) != "moto_api" or address.path != own_path:
            return respond(self, method=method, host=host, path=path, headers=headers, body=body)
        status, told = answer(parse_qs(address.query, keep_blank_values=True))
        return status, {"Content-Type": "application/json"}, json.dumps(told)

    MotoRequestHandler.parse_request = answer_or_respond
