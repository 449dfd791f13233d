"""Lets callers speak to moto in AWS's newest protocol, Smithy RPC v2 CBOR, which moto does not know.

The AWS provider speaks it to CloudWatch. CloudWatch takes JSON as well, and so does moto: requests are put into that,
and its responses back. What CBOR is made of, botocore knows, from the other end of the line.
"""

import json
import re
from datetime import datetime

import botocore.session
from botocore.parsers import RpcV2CBORParser, create_parser
from botocore.serialize import RpcV2CBORSerializer

PATH = re.compile(r"^/service/(\w+)/operation/(\w+)$")

# By the name that the path has for the service.
MODELS = {"GraniteServiceVersion20100801": botocore.session.get_session().get_service_model("cloudwatch")}


def is_cbor(path, headers):
    return headers.get("Smithy-Protocol") == "rpc-v2-cbor" and PATH.match(path) is not None


def respond_in_cbor(respond, method, host, path, headers, body):
    """What `respond`, which takes a request as moto does, says to the request, put into JSON for it."""
    service, operation = PATH.match(path).groups()
    model = MODELS[service].operation_model(operation)
    left_out = ("content-type", "content-length", "smithy-protocol", "accept")
    as_json = {name: value for name, value in headers.items() if name.lower() not in left_out}
    as_json["Content-Type"] = "application/x-amz-json-1.0"
    as_json["X-Amz-Target"] = f"{service}.{operation}"
    parameters = json.dumps(decoded(body) if body else {}, default=seconds).encode()

    status, _, text = respond(method=method, host=host, path="/", headers=as_json, body=parameters)
    content = text.encode() if isinstance(text, str) else text
    if status < 400:
        response = {"status_code": status, "headers": {}, "body": content or b"{}"}
        result = create_parser("json").parse(response, model.output_shape)
        result.pop("ResponseMetadata", None)
        data = encoded(result, model.output_shape)
    else:
        error = json.loads(content)
        data = mapping({name: str(error[name]) for name in ("__type", "message", "Message") if name in error})
    return status, {"Smithy-Protocol": "rpc-v2-cbor", "Content-Type": "application/cbor"}, data


def seconds(value):
    if isinstance(value, datetime):
        return value.timestamp()
    raise TypeError(f"no JSON for {value!r}")


def decoded(body):
    parser = RpcV2CBORParser()
    return parser.parse_data_item(parser.get_peekable_stream_from_bytes(body))


def encoded(value, shape):
    if shape is None:
        return mapping({})
    data = bytearray()
    RpcV2CBORSerializer()._serialize_data_item(data, value, shape)
    return bytes(data)


def mapping(texts):
    """A map of few short texts, as an error is."""
    serializer = RpcV2CBORSerializer()
    data = bytearray([0xA0 + len(texts)])
    for name, text in texts.items():
        serializer._serialize_type_string(data, name, None, None)
        serializer._serialize_type_string(data, text, None, None)
    return bytes(data)
