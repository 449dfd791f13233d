"""The emulated AWS within this process, spoken to by boto3 without a network: one organization, new for each test."""

import json
import os
import sys
import unittest
from functools import cache
from urllib.parse import urlsplit

os.environ["TEST_PROXY_MODE"] = "true"
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "..", "local", "emulator"))

import boto3  # noqa: E402
from botocore.awsrequest import AWSResponse  # noqa: E402
from botocore.config import Config  # noqa: E402
from botocore.exceptions import ClientError  # noqa: E402
from moto.core import DEFAULT_ACCOUNT_ID  # noqa: E402
from moto.core.botocore_stubber import MockRawResponse  # noqa: E402
from moto.moto_api._internal.models import moto_api_backend  # noqa: E402
from moto.moto_proxy.proxy3 import MotoRequestHandler  # noqa: E402

from delivery import deliver_as_aws_does  # noqa: E402
from edge import refuse_as_aws_does  # noqa: E402
from edge.accounts import closed_accounts, denied_regions, take_states_of_accounts  # noqa: E402
from findings import findings  # noqa: E402
from moto_fixes import respond_as_aws_does  # noqa: E402
from serve import take_cbor  # noqa: E402

respond_as_aws_does()
deliver_as_aws_does()
refuse_as_aws_does()
take_states_of_accounts()
take_cbor()

MANAGEMENT = DEFAULT_ACCOUNT_ID
HANDLER = MotoRequestHandler(0)


def respond(method, url, headers=None, body=b""):
    """Status, headers and body of the emulator's response to a request."""
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    texts = {name: value.decode() if isinstance(value, bytes) else value for name, value in (headers or {}).items()}
    said = HANDLER.parse_request(
        method=method, host=f"{parts.scheme}://{parts.netloc}", path=path, headers=Headers(texts), body=body
    )
    return said if isinstance(said, tuple) else (200, {}, said)


class Headers(dict):
    """Headers as the server has them: their names are found in any case."""

    def get(self, name, default=None):
        return next((value for key, value in self.items() if key.lower() == name.lower()), default)


def send(request, **_):
    body = request.body.read() if hasattr(request.body, "read") else request.body or b""
    body = body if isinstance(body, bytes) else body.encode()
    status, headers, content = respond(request.method, request.url, request.headers, body)
    content = content.encode() if isinstance(content, str) else content
    return AWSResponse(request.url, int(status), {k.lower(): v for k, v in headers.items()}, MockRawResponse(content))


def client(service, account=MANAGEMENT, region="us-east-1"):
    """A client that checks nothing itself, with the management account's keys or those of an account's access role."""
    return of_management(service, region) if account == MANAGEMENT else of_member(service, account, region)


@cache
def of_management(service, region):
    return client_with(service, region, aws_access_key_id="AKIALOCALEMULATOR000", aws_secret_access_key="secret")


@cache
def of_member(service, account, region):
    role = f"arn:aws:iam::{account}:role/OrganizationAccountAccessRole"
    found = client("sts").assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
    keys = {
        "aws_access_key_id": found["AccessKeyId"],
        "aws_secret_access_key": found["SecretAccessKey"],
        "aws_session_token": found["SessionToken"],
    }
    return client_with(service, region, **keys)


def client_with(service, region, **keys):
    config = Config(parameter_validation=False, retries={"total_max_attempts": 1})
    made = boto3.client(service, region_name=region, config=config, **keys)
    made.meta.events.register("before-send", send)
    return made


class Case(unittest.TestCase):
    """A test in an organization of its own, whose accounts are self.logging, self.security and self.member."""

    maxDiff = None

    def setUp(self):
        moto_api_backend.reset()
        closed_accounts.clear()
        denied_regions.clear()
        of_member.cache_clear()
        findings.only_report = False
        organizations = client("organizations")
        self.organization = organizations.create_organization(FeatureSet="ALL")["Organization"]["Id"]
        for name in ("logging", "security", "member"):
            said = organizations.create_account(AccountName=name, Email=f"{name}@example.com")
            setattr(self, name, said["CreateAccountStatus"]["AccountId"])

    def refused(self, code, call, *arguments, **parameters):
        """Asserts that a call is refused with a code, and returns what is said."""
        with self.assertRaises(ClientError) as caught:
            call(*arguments, **parameters)
        self.assertEqual(caught.exception.response["Error"]["Code"], code, caught.exception)
        return caught.exception.response["Error"]["Message"]

    def role(self, name, account, service=None, allows=None, path="/", **trust):
        """Makes a role, which a service may assume or else the account, and returns its ARN."""
        principal = {"Service": service} if service else {"AWS": f"arn:aws:iam::{account}:root"}
        document = policy(allow(principal, "sts:AssumeRole", None, **trust))
        iam = client("iam", account)
        arn = iam.create_role(RoleName=name, Path=path, AssumeRolePolicyDocument=document)["Role"]["Arn"]
        if allows is not None:
            iam.put_role_policy(RoleName=name, PolicyName="allows", PolicyDocument=policy(allows))
        return arn


def allow(principal, action, resource="*", **conditions):
    """A statement; a condition is given as `ArnEquals={"aws:SourceArn": ...}`."""
    return {
        "Sid": "a",
        "Effect": "Allow",
        **({"Principal": principal} if principal else {}),
        "Action": action,
        **({"Resource": resource} if resource else {}),
        **({"Condition": conditions} if conditions else {}),
    }


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
