"""Digests: one for each account and region of a trail with log file validation, of the time since the one before, signed with a
key of the region. CloudTrail writes them each hour; here they are written when that is asked for.
https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html
"""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from moto.core.responses import ActionResult
from moto.ec2.models.availability_zones_and_regions import RegionsAndZonesBackend
from moto.utilities.utils import get_partition

from delivery.archive import folder_of, put
from world import organization_of

# Log files that no digest names yet, by trail, account and region.
undigested = {}
# The digest before, by trail, account and region.
last = {}


def note(trail, account, region, name, content):
    """Has the next digest name a log file."""
    times = sorted(record["eventTime"] for record in json.loads(content)["Records"])
    undigested.setdefault((trail.arn, account, region), []).append(
        {
            "s3Bucket": trail.bucket_name,
            "s3Object": name,
            "hashValue": hashlib.sha256(content).hexdigest(),
            "hashAlgorithm": "SHA-256",
            "newestEventTime": times[-1],
            "oldestEventTime": times[0],
        }
    )


def deliver_digests(trails):
    """Writes a digest for each account and region of trails that log and validate: their keys."""
    validating = [trail for trail in trails if trail.log_validation]
    # A trail that stopped in between begins a new chain.
    for chain in [each for each in last if each[0] not in {trail.arn for trail in validating}]:
        del last[chain]
    delivered = [
        deliver(trail, account, region)
        for trail in validating
        for account in accounts_of(trail)
        for region in regions_of(trail)
    ]
    return [key for key in delivered if key is not None]


def accounts_of(trail):
    organization = organization_of(trail.account_id) if trail.is_org_trail else None
    return [trail.account_id] if organization is None else sorted(account.id for account in organization.accounts)


def regions_of(trail):
    """With or without activity: a trail of one region has digests there, others in every region that accounts have."""
    if not trail.is_multi_region:
        return [trail.region_name]
    return [
        each.name
        for each in RegionsAndZonesBackend.regions
        if each.opt_in_status == "opt-in-not-required" and get_partition(each.name) == trail.partition
    ]


def deliver(trail, account, region):
    chain = (trail.arn, account, region)
    before = last.get(chain)
    start = before["end"] if before else (trail.status.started or datetime.now(UTC)).replace(tzinfo=UTC, microsecond=0)
    # Their keys have seconds.
    end = max(datetime.now(UTC).replace(microsecond=0), start + timedelta(seconds=1))
    file = f"{account}_CloudTrail-Digest_{region}_{trail.trail_name}_{trail.region_name}_{end:%Y%m%dT%H%M%SZ}.json.gz"
    name = f"{folder_of(trail)}/{account}/CloudTrail-Digest/{region}/{end:%Y/%m/%d}/{file}"
    files = undigested.get(chain, [])
    content = json.dumps(
        {
            "awsAccountId": account,
            "digestStartTime": text(start),
            "digestEndTime": text(end),
            "digestS3Bucket": trail.bucket_name,
            "digestS3Object": name,
            "digestPublicKeyFingerprint": public_key(region)[1],
            "digestSignatureAlgorithm": "SHA256withRSA",
            "newestEventTime": max((each["newestEventTime"] for each in files), default=None),
            "oldestEventTime": min((each["oldestEventTime"] for each in files), default=None),
            "previousDigestS3Bucket": before and before["bucket"],
            "previousDigestS3Object": before and before["name"],
            "previousDigestHashValue": before and before["hash"],
            "previousDigestHashAlgorithm": before and "SHA-256",
            "previousDigestSignature": before and before["signature"],
            "logFiles": files,
        }
    ).encode()
    digest = hashlib.sha256(content).hexdigest()
    signed = "\n".join(
        [text(end), f"{trail.bucket_name}/{name}", digest, before["signature"] if before else "null"]
    )
    signature = key_pair(region).sign(signed.encode(), padding.PKCS1v15(), SHA256()).hex()
    if not put(trail, name, content, {"signature": signature, "signature-algorithm": "SHA256withRSA"}):
        return None
    undigested.pop(chain, None)
    last[chain] = {"end": end, "bucket": trail.bucket_name, "name": name, "hash": digest, "signature": signature}
    return name


def text(time):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


@cache
def key_pair(region):
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def public_key(region):
    """A region's public key, DER in PKCS #1, and its fingerprint."""
    value = key_pair(region).public_key().public_bytes(Encoding.DER, PublicFormat.PKCS1)
    return value, hashlib.md5(value, usedforsecurity=False).hexdigest()


def list_public_keys(response):
    """https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_ListPublicKeys.html"""
    value, fingerprint = public_key(response.region)
    now = datetime.now(UTC)
    return ActionResult(
        {
            "PublicKeyList": [
                {
                    "Value": value,
                    "ValidityStartTime": (now - timedelta(days=15)).timestamp(),
                    "ValidityEndTime": (now + timedelta(days=15)).timestamp(),
                    "Fingerprint": fingerprint,
                }
            ]
        }
    )
