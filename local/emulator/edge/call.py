"""A request as the operation and the parameters that it is about, whichever of AWS's protocols it is written in, and
a refusal as the response that its protocol has for it."""

import re
from dataclasses import dataclass
from functools import cache

from moto.core.exceptions import ServiceException
from moto.core.model import OperationModel
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import Request, determine_request_protocol
from moto.core.routing import get_service_router
from moto.core.serialize import get_serializer_class
from moto.core.utils import get_service_model, service_name_from_moto_package_name
from moto.iam.models import get_account_id_from, iam_backends
from moto.utilities.utils import get_partition
from werkzeug.exceptions import HTTPException

SIGNED = re.compile(r"Credential=([^/]+)/\d+/([^/]+)/([^/]+)/aws4_request")

# Where botocore's name of a service is not moto's.
BOTOCORE_NAMES = {"awslambda": "lambda", "s3bucket_path": "s3"}

SERIALIZATION_ERRORS = {
    "json": "SerializationException",
    "rest-json": "SerializationException",
    "rest-xml": "MalformedXML",
    "query": "MalformedInput",
    "ec2": "MalformedInput",
}


class Refusal(ServiceException):
    """The error that a service returns for a request that it does not take.

    code: AWS's code of the error.
    message: what it says.
    status: the HTTP status; None for what the service's model has for the error.
    """

    def __init__(self, code, message, status=None):
        super().__init__(code, message)
        self.status = status


@dataclass(frozen=True)
class Call:
    """One request to AWS."""

    # As botocore spells it: "s3control" for S3 Control, "events" for EventBridge.
    service: str
    operation: OperationModel
    protocol: str
    # As in botocore's model: {"Name": "organization", "S3BucketName": "archive"}.
    parameters: dict
    account: str
    region: str
    # ARN of the role whose credentials sign it; None for those of a user or nobody.
    role: str | None
    # What is wrong with the request, if it cannot be read.
    unreadable: str | None = None

    @property
    def action(self):
        return self.operation.name

    @property
    def partition(self):
        return get_partition(self.region)


def parse(service, method, host, path, headers, body):
    """The call that a request makes; None for one that no operation of the service is."""
    service = botocore_name(service)
    request = Request.from_primitives(method, host + path, with_target_of_botocore(service, headers), body)
    try:
        operation, labels = get_service_router(service).match(request)
        protocol = determine_request_protocol(operation.service_model, request.content_type)
    except (HTTPException, NotImplementedError, KeyError):
        return None
    signed = SIGNED.search(headers.get("Authorization") or "")
    access_key, region, _ = signed.groups() if signed else ("", "us-east-1", "")
    account = get_account_id_from(access_key)
    given = {
        "method": request.method,
        "values": request.values,
        "headers": request.headers,
        "body": request.data,
        "url_path": request.path,
        "url_params": labels,
    }
    unreadable, parameters = None, {}
    try:
        parameters = PROTOCOL_PARSERS[protocol](operation).parse(given)
    except Exception as error:  # Whatever a text that is no request of the protocol makes moto's parsers raise.
        unreadable = str(error)
    return Call(service, operation, protocol, parameters, account, region, role_of(account, access_key), unreadable)


def with_target_of_botocore(service, headers):
    """The headers with the operation's name as botocore's model has it. The SDKs for Go and JavaScript name CloudTrail's
    operations by another prefix, which AWS takes as well: "CloudTrail_20131101.CreateTrail"."""
    target = headers.get("X-Amz-Target")
    if not target:
        return headers
    others = {name: value for name, value in headers.items() if name.lower() != "x-amz-target"}
    return {**others, "X-Amz-Target": f"{target_prefix(service)}.{target.rpartition('.')[2]}"}


@cache
def target_prefix(service):
    return get_service_model(service).metadata.get("targetPrefix")


@cache
def botocore_name(service):
    return BOTOCORE_NAMES.get(service, service_name_from_moto_package_name(service))


def role_of(account, access_key):
    for backend in list(iam_backends[account].values()):
        if access_key in backend.access_keys:
            return backend.access_keys[access_key].role_arn
    return None


def refused(call, refusal):
    """The response to a refused call, in the protocol of the call."""
    serializer = get_serializer_class(call.service, call.protocol)
    response = serializer(operation_model=call.operation).serialize(refusal)
    status = refusal.status or response["status_code"]
    return status, dict(response["headers"]), response["body"]
