"""Serves moto's AWS proxy on a free loopback port, and notes every call that is made to it.

moto has a command for this, `moto_proxy`. It is not used because it cannot choose a free port, listens with a
queue of five connections (a deployment opens hundreds at once), outlives the process that started it, and logs a call's
address but not the action that was asked for.
"""

import argparse
import json
import os
import re
import shutil
import sys
import threading
from functools import partial
from http.server import ThreadingHTTPServer
from urllib.parse import unquote

# Read by moto when it is imported.
os.environ["TEST_PROXY_MODE"] = "true"

from moto.core.request import Request  # noqa: E402
from moto.core.routing import get_service_router  # noqa: E402
from moto.iam.models import get_account_id_from, iam_backends  # noqa: E402
from moto.moto_proxy.certificate_creator import CertificateCreator  # noqa: E402
from moto.moto_proxy.proxy3 import MotoRequestHandler, ProxyRequestHandler  # noqa: E402

from cbor import respond_in_cbor, decoded, is_cbor  # noqa: E402
from delivery import deliver_as_aws_does  # noqa: E402
from delivery.api_destinations import tell_requests
from delivery.cloudtrail import watch_calls  # noqa: E402
from delivery.review import tell_what_is_undeliverable  # noqa: E402
from edge import refuse_as_aws_does  # noqa: E402
from edge.accounts import take_states_of_accounts  # noqa: E402
from edge.hosts import refuse_hosts_that_are_not_aws  # noqa: E402
from findings import findings  # noqa: E402
from moto_fixes import respond_as_aws_does  # noqa: E402

SIGNED = re.compile(r"Credential=([^/]+)/\d+/([^/]+)/([^/]+)/aws4_request")


class Server(ThreadingHTTPServer):
    request_queue_size = 512


def action_of(service, method, host, path, headers, body):
    """The API operation a request asks for, whichever of AWS's protocols it is written in."""
    target = headers.get("X-Amz-Target")
    if target:
        return target.split(".")[-1]
    if is_cbor(path, headers):
        return path.split("/")[-1]
    request = Request.from_primitives(method, host + path, headers, body)
    if "Action" in request.values:
        return request.values["Action"]
    operation, _ = get_service_router(service).match(request)
    return operation.name


def input_of(service, headers, host, path, body):
    """What the call is about: a JSON body, a query's parameters, or the bucket or path of a REST call."""
    if headers.get("X-Amz-Target"):
        return json.loads(body or b"{}")
    if is_cbor(path, headers):
        return decoded(body) if body else {}
    if service == "s3":
        name = host.rpartition("//")[2]
        address, _, _ = path.partition("?")
        bucket, _, key = address.lstrip("/").partition("/")
        if not name.startswith(("s3.", "s3-")):
            bucket, key = name.split(".s3")[0], address.lstrip("/")
        return {"Bucket": bucket, "Key": key} if key else {"Bucket": bucket}
    if service == "s3control":
        return {"Path": unquote(path.partition("?")[0])}
    if service == "account":
        return json.loads(body or b"{}")
    if service == "scheduler":
        return {**json.loads(body or b"{}"), "Path": unquote(path)}
    values = Request.from_primitives("POST", host + path, headers, body).values
    return {name: value for name, value in values.items() if name not in ("Action", "Version")}


def role_of(account, access_key):
    """The ARN of the role whose temporary credentials these are."""
    for backend in list(iam_backends[account].values()):
        if access_key in backend.access_keys:
            return backend.access_keys[access_key].role_arn
    return None


def described(method, host, path, headers, body):
    signed = SIGNED.search(headers.get("Authorization", ""))
    if signed is None:
        return None
    access_key, region, service = signed.groups()
    if service == "s3" and ".s3-control." in host:
        service = "s3control"
    try:
        action = action_of(service, method, host, path, headers, body)
    except Exception:  # A call that moto's routing does not know is still a call.
        action = f"{method} {path.split('?')[0]}"
    account = get_account_id_from(access_key)
    try:
        parameters = input_of(service, headers, host, path, body)
    except Exception:
        parameters = {}
    return {
        "service": service,
        "action": action,
        "account": account,
        "role": role_of(account, access_key),
        "region": region,
        "input": parameters,
    }


def note_calls(path):
    """Appends a line of JSON to `path` for every signed request, before it is responded to."""
    respond = MotoRequestHandler.parse_request
    lock = threading.Lock()

    def note_and_respond(self, **request):
        call = described(**request)
        if call is not None:
            with lock, open(path, "a") as calls:
                calls.write(json.dumps(call, default=str) + "\n")
        response = respond(self, **request)
        if response == (200, {}, ""):
            # Without a header moto leaves out the line that ends the headers, and Node.js rejects the response.
            return 200, {"Content-Length": "0"}, ""
        return response

    MotoRequestHandler.parse_request = note_and_respond


def record_answers(recording):
    """Appends a line of JSON to that file for every signed request once it is answered: all of the request and the
    answer, so that another emulator can be given the same content. Requests in CBOR are recorded as moto gets them."""
    answer = MotoRequestHandler.parse_request
    lock = threading.Lock()

    def answer_and_record(self, method, host, path, headers, body):
        response = answer(self, method=method, host=host, path=path, headers=headers, body=body)
        call = described(method, host, path, headers, body)
        if call is not None:
            status, _, content = response if isinstance(response, tuple) else (200, {}, response)
            whole = {
                **call,
                "method": method,
                "url": host + path,
                "headers": dict(headers.items()),
                "body": text_of(body),
                "status": status,
                "answer": text_of(content),
            }
            # Written before the caller has the answer: what it does next comes after this line.
            with lock, open(recording, "a") as file:
                file.write(json.dumps(whole, default=str) + "\n")
        return response

    MotoRequestHandler.parse_request = answer_and_record


def text_of(content):
    return (content or b"").decode() if isinstance(content, (bytes, type(None))) else content


def take_cbor():
    """Responds to callers in the protocol that they use, where it is one that moto does not know."""
    respond = MotoRequestHandler.parse_request

    def respond_in_protocol(self, method, host, path, headers, body):
        if not is_cbor(path, headers):
            return respond(self, method=method, host=host, path=path, headers=headers, body=body)
        return respond_in_cbor(partial(respond, self), method, host, path, headers, body)

    MotoRequestHandler.parse_request = respond_in_protocol


def keep_certificates_in(folder):
    """Has the proxy put the certificates it makes there: in moto's own folder two emulators would share them."""
    template = os.path.join(CertificateCreator.certdir, "req.conf.tmpl")
    os.makedirs(folder, exist_ok=True)
    shutil.copy(template, folder)
    CertificateCreator.certdir = folder


def end_with_stdin():
    """Ends the process when the process at the other end of its standard input has ended, however it did."""

    def wait():
        sys.stdin.buffer.read()
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", required=True, help="where state.json, calls.jsonl and refusals.jsonl are written")
    parser.add_argument("--only-report", action="store_true", help="let through what AWS refuses, and note it")
    parser.add_argument("--until-stdin-closes", action="store_true")
    parser.add_argument("--record", help="a file that every request and its answer are appended to")
    arguments = parser.parse_args()

    if arguments.until_stdin_closes:
        end_with_stdin()
    findings.keep_in(os.path.join(arguments.folder, "refusals.jsonl"), only_report=arguments.only_report)
    respond_as_aws_does()
    deliver_as_aws_does()
    # From what is next to moto to what is next to the caller. What is refused is not recorded.
    if arguments.record:
        record_answers(arguments.record)
    refuse_as_aws_does()
    take_states_of_accounts()
    tell_what_is_undeliverable()
    tell_requests()
    # What is refused is recorded too, as CloudTrail does.
    watch_calls()
    take_cbor()
    note_calls(os.path.join(arguments.folder, "calls.jsonl"))
    refuse_hosts_that_are_not_aws()
    keep_certificates_in(os.path.join(arguments.folder, "certificates"))
    ProxyRequestHandler.validate()
    server = Server(("127.0.0.1", 0), ProxyRequestHandler)

    # Written whole or not at all: the process that waits for this file reads it as soon as it is there.
    state = os.path.join(arguments.folder, "state.json")
    with open(state + ".new", "w") as file:
        json.dump({"pid": os.getpid(), "port": server.server_address[1]}, file)
    os.replace(state + ".new", state)
    server.serve_forever()


if __name__ == "__main__":
    main()
