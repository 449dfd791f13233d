"""Serves moto's AWS proxy on a free loopback port, and notes every call that is made to it.

moto has a command for this, `moto_proxy`. It is not used because it cannot choose a free port, listens with a
queue of five connections (a deployment opens hundreds at once), outlives the process that started it, and logs a call's
address but not the action that was asked for.
"""

import argparse
import base64
import copy
import json
import os
import re
import shutil
import sys
import threading
from functools import partial
from http.server import ThreadingHTTPServer
from urllib.parse import unquote

import xmltodict

# Read by moto when it is imported.
os.environ["TEST_PROXY_MODE"] = "true"

from moto.cloudformation.responses import CloudFormationResponse  # noqa: E402
from moto.cloudtrail.exceptions import InsufficientSnsTopicPolicyException  # noqa: E402
from moto.cloudtrail.models import Trail, cloudtrail_backends  # noqa: E402
from moto.cloudtrail.responses import CloudTrailResponse  # noqa: E402
from moto.core.request import Request  # noqa: E402
from moto.core.routing import get_service_router  # noqa: E402
from moto.iam.models import get_account_id_from, iam_backends  # noqa: E402
from moto.moto_proxy.certificate_creator import CertificateCreator  # noqa: E402
from moto.moto_proxy.proxy3 import MotoRequestHandler, ProxyRequestHandler  # noqa: E402

from moto.athena.models import AthenaBackend  # noqa: E402
from moto.athena.responses import AthenaResponse  # noqa: E402
from moto.events.models import Rule  # noqa: E402
from moto.events.utils import EventTemplateParser  # noqa: E402
from moto.firehose.models import firehose_backends  # noqa: E402
from moto.kinesis.models import kinesis_backends  # noqa: E402
from moto.kinesis.responses import KinesisResponse  # noqa: E402
from moto.organizations.models import FakeDelegatedAdministrator, organizations_backends  # noqa: E402
from moto.s3.responses import S3Response  # noqa: E402
from moto.sns.models import sns_backends  # noqa: E402
from moto.sqs.models import Queue  # noqa: E402

from cbor import respond_in_cbor, decoded, is_cbor  # noqa: E402

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


def write_redrive_policies_as_aws_does():
    """SQS returns the document as it was set; moto writes it anew, with spaces, which looks like a change."""
    written_by_moto = Queue.attributes.fget

    def attributes(queue):
        result = written_by_moto(queue)
        if result.get("RedrivePolicy"):
            result["RedrivePolicy"] = json.dumps(json.loads(result["RedrivePolicy"]), separators=(",", ":"))
        return result

    Queue.attributes = property(attributes)


def put_on_stream(rule, arn, text):
    streams = kinesis_backends[rule.account_id][rule.region_name]
    data = base64.b64encode(text.encode()).decode()
    streams.put_record(stream_arn=arn, stream_name=None, partition_key="0", explicit_hash_key=None, data=data)


def put_on_firehose(rule, arn, text):
    streams = firehose_backends[rule.account_id][rule.region_name]
    streams.put_record(arn.split("/")[-1], {"Data": text.encode()})


def publish(rule, arn, text):
    sns_backends[rule.account_id][rule.region_name].publish(text, arn=arn)


# By the service in a target's ARN.
DELIVERIES = {"firehose": put_on_firehose, "kinesis": put_on_stream, "sns": publish}


def deliver_to_more_targets():
    """Has rules deliver to what moto has, but no way to from a rule: there it fails the call that puts the event."""
    send = Rule.send_to_targets

    def send_to_all_targets(rule, original_event, transform_input=True):
        ours = [target for target in rule.targets if target["Arn"].split(":")[2] in DELIVERIES]
        if ours and rule.event_pattern.matches_event(original_event):
            for target in ours:
                transformer = target.get("InputTransformer", {})
                event = EventTemplateParser.parse(
                    transformer.get("InputTemplate"), transformer.get("InputPathsMap", {}), original_event
                )
                DELIVERIES[target["Arn"].split(":")[2]](rule, target["Arn"], json.dumps(event))
        # A copy, because another event may be on its way through the same rule.
        rest = copy.copy(rule)
        rest.targets = [target for target in rule.targets if target not in ours]
        send(rest, original_event, transform_input)

    Rule.send_to_targets = send_to_all_targets


def list_no_tags_as_aws_does():
    """Athena returns an empty list for what has no tags; moto returns an error, and a deployment fails."""
    list_tags = AthenaBackend.list_tags_for_resource

    def list_tags_for_resource(self, resource_arn):
        return list_tags(self, resource_arn) or {"Tags": []}

    AthenaBackend.list_tags_for_resource = list_tags_for_resource


def delete_named_queries():
    """moto makes named queries and cannot delete them, so that changing one would be tried for minutes in vain."""

    def delete_named_query(self):
        self.athena_backend.named_queries.pop(self._get_param("NamedQueryId"), None)
        return "{}"

    AthenaResponse.delete_named_query = delete_named_query


def describe_service_managed_stack_sets_as_aws_does():
    """AWS tells how they deploy to new accounts, and without roles: it has its own. Moto forgets the one and
    makes up the other, which look like changes."""
    create = CloudFormationResponse.create_stack_set

    def create_and_remember(response):
        result = create(response)
        stack_set = response.cloudformation_backend.describe_stack_set(response._get_param("StackSetName"))
        if stack_set.permission_model == "SERVICE_MANAGED":
            stack_set.administration_role_arn = None
            stack_set.execution_role_name = None
            stack_set.auto_deployment = response._get_param("AutoDeployment")
        return result

    CloudFormationResponse.create_stack_set = create_and_remember


def take_topics_of_other_accounts_as_aws_does():
    """CloudTrail takes a topic by its ARN, in whatever account; moto makes a topic of the trail's account of it."""
    by_name = Trail.topic_arn.fget

    def topic_arn(trail):
        name = trail.sns_topic_name
        return name if name and name.startswith("arn:") else by_name(trail)

    def check_topic_exists(trail):
        if trail.topic_arn:
            _, _, _, region, account, _ = trail.topic_arn.split(":")
            if trail.topic_arn not in sns_backends[account][region].topics:
                raise InsufficientSnsTopicPolicyException(
                    "SNS Topic does not exist or the topic policy is incorrect!"
                )

    Trail.topic_arn = property(topic_arn)
    Trail.check_topic_exists = check_topic_exists


def delegate_trails_as_aws_does():
    """CloudTrail registers delegated administrators itself, and tells them of the organization's trails, which
    are the management account's. Moto does neither."""
    service = "cloudtrail.amazonaws.com"
    of_caller = CloudTrailResponse.cloudtrail_backend.fget
    FakeDelegatedAdministrator.SUPPORTED_SERVICES.append(service)

    def register(response):
        organization = organizations_backends[response.current_account][response.partition]
        account = response._get_param("MemberAccountId")
        organization.register_delegated_administrator(AccountId=account, ServicePrincipal=service)
        return "{}"

    def deregister(response):
        organization = organizations_backends[response.current_account][response.partition]
        account = response._get_param("DelegatedAdminAccountId")
        organization.deregister_delegated_administrator(AccountId=account, ServicePrincipal=service)
        return "{}"

    def delegating_account(response):
        for backends in list(organizations_backends.values()):
            for organization in list(backends.values()):
                for admin in organization.admins:
                    if admin.account.id == response.current_account and service in admin.services:
                        return organization.account_id
        return None

    def cloudtrail_backend(response):
        owner = delegating_account(response)
        is_theirs = response._get_bool_param("IsOrganizationTrail", False) or f":{owner}:trail/" in response.body
        return cloudtrail_backends[owner][response.region] if owner and is_theirs else of_caller(response)

    CloudTrailResponse.register_organization_delegated_admin = register
    CloudTrailResponse.deregister_organization_delegated_admin = deregister
    CloudTrailResponse.cloudtrail_backend = property(cloudtrail_backend)


def tag_buckets_as_they_are_made():
    """CreateBucket takes the bucket's tags; moto forgets them, so that a deployment would set them a second time.

    https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucketConfiguration.html
    """
    put = S3Response._bucket_response_put

    def put_and_tag(response, request, bucket_name, querystring):
        result = put(response, request, bucket_name, querystring)
        if not querystring and response.body:
            configuration = xmltodict.parse(response.body, force_list=("Tag",))["CreateBucketConfiguration"]
            tags = (configuration.get("Tags") or {}).get("Tag", [])
            if tags:
                named = {tag["Key"]: tag["Value"] or "" for tag in tags}
                response.backend.put_bucket_tagging(bucket_name, named)
        return result

    S3Response._bucket_response_put = put_and_tag


def tag_streams_as_they_are_made():
    """CreateStream takes the stream's tags, which moto forgets too.

    https://docs.aws.amazon.com/kinesis/latest/APIReference/API_CreateStream.html
    """
    create = KinesisResponse.create_stream

    def create_and_tag(response):
        result = create(response)
        tags = response._get_param("Tags")
        if tags:
            response.kinesis_backend.add_tags_to_stream(None, response._get_param("StreamName"), tags)
        return result

    KinesisResponse.create_stream = create_and_tag


def end_with_stdin():
    """Ends the process when the process at the other end of its standard input has ended, however it did."""

    def wait():
        sys.stdin.buffer.read()
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", required=True, help="where state.json and calls.jsonl are written")
    parser.add_argument("--until-stdin-closes", action="store_true")
    parser.add_argument("--record", help="a file that every request and its answer are appended to")
    arguments = parser.parse_args()

    if arguments.until_stdin_closes:
        end_with_stdin()
    if arguments.record:
        record_answers(arguments.record)
    take_cbor()
    note_calls(os.path.join(arguments.folder, "calls.jsonl"))
    write_redrive_policies_as_aws_does()
    take_topics_of_other_accounts_as_aws_does()
    delegate_trails_as_aws_does()
    deliver_to_more_targets()
    list_no_tags_as_aws_does()
    delete_named_queries()
    describe_service_managed_stack_sets_as_aws_does()
    tag_buckets_as_they_are_made()
    tag_streams_as_they_are_made()
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
