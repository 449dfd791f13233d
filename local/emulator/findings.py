"""What the emulator refused or did not deliver since AWS would not either, noted for whoever looks into it."""

import json
import sys
import threading


class Findings:
    """path: the file that a line of JSON is appended to for each; None: none is.
    only_report: whether what AWS refuses is noted only, and let through.
    """

    def __init__(self):
        self.path = None
        self.only_report = False
        self._lock = threading.Lock()

    def keep_in(self, path, only_report=False):
        self.path, self.only_report = path, only_report

    def note(self, what, code, message):
        """Notes what was refused ("events PutTargets of 123456789012 in us-east-1"), with AWS's code and words."""
        print(f"REFUSED {what}: {code}: {message}", file=sys.stderr)
        if self.path is not None:
            with self._lock, open(self.path, "a") as file:
                file.write(json.dumps({"what": what, "code": code, "message": message}) + "\n")


def undelivered(by, who, denied, code="NO_PERMISSIONS"):
    """What keeps something from delivering, as it is noted.

    by: ARN of what delivers.
    who: the service or the role that is denied.
    denied: the action, and on what; None where nothing is denied: then there is no finding.
    """
    if denied is None:
        return None
    action, resource = denied
    message = f"{who} is not authorized to perform: {action} on resource: {resource}"
    return {"what": f"delivery by {by}", "code": code, "message": message}


findings = Findings()
