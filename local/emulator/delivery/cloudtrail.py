"""What CloudTrail does with the calls that are made, while it is told to watch: it keeps each in the account's event history,
hands it to the default bus, and delivers it to the trail's log group and archive. Insights and data events there are none of;
what a call responded is not recorded."""

import json
import re
import threading
from collections import deque
from datetime import UTC, datetime

from moto.cloudtrail.models import cloudtrail_backends
from moto.cloudtrail.responses import CloudTrailResponse
from moto.core.responses import ActionResult
from moto.events.models import events_backends
from moto.logs.models import logs_backends
from moto.moto_api._internal import mock_random
from moto.moto_proxy.proxy3 import MotoRequestHandler

import own_api
from delivery import digests
from delivery.archive import folder_of, put
from edge.call import parse
from findings import findings
from policy import ALLOWED, Request, decide
from world import organization_of, permissions_of, role_context

# Whose events are in one region, whichever is called.
GLOBAL_SERVICES = ("iam", "organizations")

# Of whom CloudTrail has events of another name than botocore has for the service.
SOURCES = {"s3control": "s3", "cloudwatch": "monitoring", "stepfunctions": "states"}

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
S3_NAMES = {
    "PutBucketLifecycleConfiguration": "PutBucketLifecycle",
    "PutObjectLockConfiguration": "PutBucketObjectLockConfiguration",
    "PutPublicAccessBlock": "PutBucketPublicAccessBlock",
    "DeletePublicAccessBlock": "DeleteBucketPublicAccessBlock",
}

# What changes nothing, by how the operations are named.
READS = re.compile(
    r"^(AssumeRole|BatchGet|Check|Decrypt|Describe|Encrypt|Filter|GenerateDataKey|Get|Head|List|Lookup|Query|Search|Select"
    r"|Simulate|Test|Validate)"
)

# Data events, which nothing here records.
DATA = {
    "events": re.compile(r"^PutEvents$"),
    "firehose": re.compile(r"^PutRecord"),
    "kinesis": re.compile(r"^(PutRecord|GetRecords|GetShardIterator)"),
    "lambda": re.compile(r"^Invoke$"),
    "logs": re.compile(r"^(PutLogEvents|FilterLogEvents|GetLogEvents)$"),
    "s3": re.compile(r"^(Get|Put|Delete|Copy|Head|Restore|Select|Upload|List)?Object(s|Acl|Tagging|Version.*)?(V2)?$"),
    "sns": re.compile(r"^Publish"),
    "sqs": re.compile(r"^(Send|Receive|Delete)Message|^ChangeMessageVisibility|^PurgeQueue$"),
}

# Events by account and region, the latest last, as the event history has them.
history = {}
# Records by trail, account and region that no log file has yet.
undelivered = {}
watching = threading.Event()


def watch_calls():
    """Adds to moto's own API `POST /emulator/cloudtrail?watch=true`, `?deliver=true`, which writes log files of what was recorded
    since, and `?digest=true`, which writes digests of the log files since; and CloudTrail's LookupEvents and ListPublicKeys, which
    moto does not have."""
    respond = MotoRequestHandler.parse_request

    def respond_and_record(self, method, host, path, headers, body):
        service = self.get_backend_for_host(host)
        if not watching.is_set() or service in (None, "moto_api"):
            return respond(self, method=method, host=host, path=path, headers=headers, body=body)
        # The call that stops a trail is the last that it records.
        trails = list(logging_trails())
        response = respond(self, method=method, host=host, path=path, headers=headers, body=body)
        record_call(trails, parse(service, method, host, path, headers, body), *parts_of(response))
        return response

    MotoRequestHandler.parse_request = respond_and_record
    own_api.add("/emulator/cloudtrail", told)
    CloudTrailResponse.lookup_events = look_up
    CloudTrailResponse.list_public_keys = digests.list_public_keys


def told(asked):
    if "watch" in asked:
        (watching.set if asked["watch"] == ["true"] else watching.clear)()
    written = deliver_log_files() if "deliver" in asked else []
    written += digests.deliver_digests(list(logging_trails())) if "digest" in asked else []
    return 200, {"delivered": written}


def parts_of(response):
    status, headers, content = response if isinstance(response, tuple) else (200, {}, response)
    text = content.decode(errors="replace") if isinstance(content, bytes) else content or ""
    return int(status), {name.lower(): value for name, value in headers.items()}, text


def record_call(logging, call, status, headers, content):
    """Records a call as CloudTrail would, and delivers it where trails that were logging do."""
    if call is None or (call.service in DATA and DATA[call.service].match(call.action)):
        return
    record = record_of(call, status, headers, content)
    account, region = record["recipientAccountId"], record["awsRegion"]
    history.setdefault((account, region), deque(maxlen=1000)).append(record)
    trails = [trail for trail in logging if records(trail, account)]
    if not trails:
        # Without a trail that logs, EventBridge is handed nothing.
        # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
        return
    for trail in trails:
        undelivered.setdefault((trail.arn, account, region), []).append(record)
        write_to_log_group(trail, record)
    put_on_default_bus(record)


def record_of(call, status, headers, content):
    """https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html"""
    source = SOURCES.get(call.service, call.service)
    request_id = next((headers[name] for name in ("x-amzn-requestid", "x-amz-request-id") if name in headers), None)
    record = {
        "eventVersion": "1.11",
        "userIdentity": identity_of(call),
        "eventTime": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "eventSource": f"{source}.amazonaws.com",
        "eventName": S3_NAMES.get(call.action, call.action) if source == "s3" else call.action,
        "awsRegion": "us-east-1" if call.service in GLOBAL_SERVICES else call.region,
        "sourceIPAddress": "192.0.2.10",
        "userAgent": "emulator",
        "requestParameters": parameters_in(source, call) or None,
        "responseElements": None,
        "requestID": request_id or str(mock_random.uuid4()),
        "eventID": str(mock_random.uuid4()),
        "readOnly": READS.match(call.action) is not None,
        "eventType": "AwsApiCall",
        "managementEvent": True,
        "recipientAccountId": call.account,
        "eventCategory": "Management",
    }
    if status >= 400:
        record["errorCode"] = error_in(headers, content)
    return record


def identity_of(call):
    if call.role is None:
        return {
            "type": "IAMUser",
            "principalId": "AIDAEMULATOR000000000",
            "arn": f"arn:{call.partition}:iam::{call.account}:user/emulator",
            "accountId": call.account,
            "userName": "emulator",
        }
    name = call.role.rpartition("/")[2]
    return {
        "type": "AssumedRole",
        "principalId": "AROAEMULATOR000000000:session",
        "arn": f"arn:{call.partition}:sts::{call.account}:assumed-role/{name}/session",
        "accountId": call.account,
        "sessionContext": {
            "sessionIssuer": {"type": "Role", "arn": call.role, "accountId": call.account, "userName": name}
        },
    }


def parameters_in(source, call):
    """S3 writes the bucket's name as no other service's parameters are written.
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-understanding-s3-entries.html
    """
    parameters = lower(call.parameters)
    if source == "s3" and isinstance(parameters, dict) and "bucket" in parameters:
        parameters["bucketName"] = parameters.pop("bucket")
    return parameters


def lower(value):
    """Parameters as CloudTrail writes them: their names begin with a lower-case letter."""
    if isinstance(value, dict):
        return {name[:1].lower() + name[1:]: lower(each) for name, each in value.items()}
    if isinstance(value, list):
        return [lower(each) for each in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def error_in(headers, content):
    told_by = headers.get("x-amzn-errortype") or ""
    found = re.search(r"<Code>([^<]+)</Code>|\"__type\":\s*\"(?:[^\"#]*#)?([^\"]+)\"", content)
    return told_by.split(":")[0] or (found and (found.group(1) or found.group(2))) or "Error"


def logging_trails():
    for regions in list(cloudtrail_backends.values()):
        for backend in list(regions.values()):
            for trail in list(backend.trails.values()):
                if trail.status.is_logging and trail.region_name == backend.region_name:
                    yield trail


def records(trail, account):
    organization = organization_of(trail.account_id)
    of_organization = trail.is_org_trail and organization is not None
    return account == trail.account_id or (of_organization and organization_of(account) is organization)


def put_on_default_bus(record):
    account, region = record["recipientAccountId"], record["awsRegion"]
    event = {
        "version": "0",
        "id": str(mock_random.uuid4()),
        "detail-type": "AWS API Call via CloudTrail",
        "source": f"aws.{record['eventSource'].split('.')[0]}",
        "account": account,
        "time": record["eventTime"],
        "region": region,
        "resources": [],
        "detail": record,
        "ingestion-time": datetime.now(UTC).timestamp(),
    }
    for rule in list(events_backends[account][region].event_buses["default"].rules.values()):
        rule.send_to_targets(dict(event))


def write_to_log_group(trail, record):
    """https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html"""
    if not trail.cw_log_group_arn:
        return
    group = trail.cw_log_group_arn.removesuffix(":*")
    _, _, _, region, account, _, name = group.split(":", 6)
    logs = logs_backends[account][region]
    owner = record["recipientAccountId"]
    organization = organization_of(trail.account_id) if trail.is_org_trail else None
    by = owner if organization is None or owner == trail.account_id else f"{organization.org.id}_{owner}"
    stream = f"{by}_CloudTrail_{record['awsRegion']}"
    for action in ("logs:CreateLogStream", "logs:PutLogEvents"):
        request = Request(
            trail.cw_role_arn, action, f"{group}:log-stream:{stream}", account, role_context(trail.cw_role_arn)
        )
        if name not in logs.groups or decide(request, None, permissions_of(trail.cw_role_arn)) != ALLOWED:
            findings.note(f"delivery by {trail.arn}", "AccessDenied", f"{trail.cw_role_arn} may not {action} {stream}")
            return
    if stream not in logs.groups[name].streams:
        logs.create_log_stream(name, stream)
    now = int(datetime.now(UTC).timestamp() * 1000)
    logs.put_log_events(name, stream, [{"timestamp": now, "message": json.dumps(record)}])


def deliver_log_files():
    """Writes a log file for each account and region, where bucket and key let the trail: their keys."""
    written = []
    for trail in list(logging_trails()):
        for arn, account, region in [each for each in undelivered if each[0] == trail.arn]:
            found = undelivered.pop((arn, account, region))
            key = deliver(trail, account, region, found)
            written += [] if key is None else [key]
    return written


def deliver(trail, account, region, found):
    """https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html"""
    now = datetime.now(UTC)
    file = f"{account}_CloudTrail_{region}_{now:%Y%m%dT%H%MZ}_{mock_random.get_random_hex(16)}.json.gz"
    name = f"{folder_of(trail)}/{account}/CloudTrail/{region}/{now:%Y/%m/%d}/{file}"
    content = json.dumps({"Records": found}).encode()
    if not put(trail, name, content):
        return None
    digests.note(trail, account, region, name, content)
    return name


def look_up(response):
    """https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html"""
    start, end = response._get_param("StartTime"), response._get_param("EndTime")
    wanted = response._get_param("LookupAttributes", [])
    limit = response._get_param("MaxResults") or 50
    skipped = int(response._get_param("NextToken") or 0)
    found = [
        record
        for record in reversed(history.get((response.current_account, response.region), ()))
        if within(record, start, end) and all(is_so(record, each) for each in wanted)
    ]
    page = found[skipped : skipped + limit]
    return ActionResult(
        {
            "Events": [
                {
                    "EventId": record["eventID"],
                    "EventName": record["eventName"],
                    "ReadOnly": str(record["readOnly"]).lower(),
                    "EventTime": seconds(record),
                    "EventSource": record["eventSource"],
                    "Username": record["userIdentity"]["arn"].rpartition("/")[2],
                    "Resources": [],
                    "CloudTrailEvent": json.dumps(record),
                }
                for record in page
            ],
            **({"NextToken": str(skipped + limit)} if len(found) > skipped + limit else {}),
        }
    )


def seconds(record):
    return datetime.strptime(record["eventTime"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp()


def within(record, start, end):
    return (start is None or seconds(record) >= float(start) - 1) and (end is None or seconds(record) <= float(end) + 1)


def is_so(record, attribute):
    key, value = attribute["AttributeKey"], attribute["AttributeValue"]
    told_as = {
        "EventId": record["eventID"],
        "EventName": record["eventName"],
        "EventSource": record["eventSource"],
        "ReadOnly": str(record["readOnly"]).lower(),
        "Username": record["userIdentity"]["arn"].rpartition("/")[2],
    }
    return told_as.get(key) == value
