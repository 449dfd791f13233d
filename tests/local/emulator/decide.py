"""Decides on requests by the emulator's own evaluation of policies: a line of JSON each on stdin, a decision on stdout."""

import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "..", "local", "emulator"))

from policy import Request, decide  # noqa: E402

for line in sys.stdin:
    asked = json.loads(line)
    request = Request(
        principal=asked["principal"],
        action=asked["action"],
        resource=asked["resource"],
        account=asked["account"],
        context=asked["context"],
    )
    try:
        print(decide(request, asked["resourcePolicy"], asked["identityPolicies"]), flush=True)
    except ValueError as error:
        print(error, flush=True)
