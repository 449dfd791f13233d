"""Refuses policies that name principals which do not exist."""

import re

from edge.call import Refusal
from policy import listed, statements
from world import document, is_known, role, user

INVALID_PRINCIPAL = {
    "kms": ("MalformedPolicyDocumentException", "Policy contains a statement with one or more invalid principals."),
    "s3": ("MalformedPolicy", "Invalid principal in policy"),
    "sqs": ("InvalidAttributeValue", "Invalid value for the parameter Policy."),
    "sns": ("InvalidParameter", "Invalid parameter: Policy Error: PrincipalNotFound"),
    "iam": ("MalformedPolicyDocument", "Invalid principal in policy"),
}

UNIQUE_ID = re.compile(r"A(RO|ID)A[A-Z0-9]+")
ROOT = re.compile(r"arn:[\w-]+:iam::(\d{12}):root")
IDENTITY = re.compile(r"arn:[\w-]+:iam::(\d{12}):(user|role)/.+")
SESSION = re.compile(r"arn:[\w-]+:sts::\d{12}:(assumed-role|federated-user)/.+")
# CloudFront's, which are no account's.
CLOUDFRONT = re.compile(r"arn:[\w-]+:iam::cloudfront:user/.+")


def refuse_principals_that_do_not_exist(call):
    """A policy of a key, bucket, queue, topic or role that names a user or role which does not exist, or not by its
    path. Of accounts, users and roles outside the emulated organization nothing is known, so that they are taken.
    https://repost.aws/knowledge-center/kms-policy-error-invalid-principals
    https://repost.aws/knowledge-center/s3-invalid-principal-in-policy-error
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
    """
    if call.service not in INVALID_PRINCIPAL:
        return
    code, message = INVALID_PRINCIPAL[call.service]
    for text in policies_in(call):
        try:
            names = principals_of(document(text))
        except ValueError:
            continue  # Not JSON: moto refuses it.
        for name in names:
            if not is_principal(name):
                raise Refusal(code, f'{message}: "AWS":"{name}"' if call.service == "iam" else message, 400)


def policies_in(call):
    """The texts of the resource policies that a call sets."""
    parameters = call.parameters
    if call.service == "iam":
        found = {
            "CreateRole": parameters.get("AssumeRolePolicyDocument"),
            "UpdateAssumeRolePolicy": parameters.get("PolicyDocument"),
        }.get(call.action)
    elif call.service == "sns" and call.action == "SetTopicAttributes":
        found = parameters.get("AttributeValue") if parameters.get("AttributeName") == "Policy" else None
    elif call.service in ("sns", "sqs"):
        found = (parameters.get("Attributes") or {}).get("Policy")
    elif call.action in ("CreateKey", "ReplicateKey", "PutKeyPolicy", "PutBucketPolicy"):
        found = parameters.get("Policy")
    else:
        found = None
    return [found] if found else []


def principals_of(policy):
    """What a policy's statements name as AWS principals."""
    return [
        name
        for statement in statements(policy)
        for element in ("Principal", "NotPrincipal")
        if isinstance(statement.get(element), dict)
        for name in listed(statement[element].get("AWS", []))
    ]


def is_principal(name):
    if name == "*" or re.fullmatch(r"\d{12}", name) or ROOT.fullmatch(name):
        return True
    if "*" in name or "?" in name:
        return False
    identity = IDENTITY.fullmatch(name)
    if identity is None:
        return any(form.fullmatch(name) for form in (UNIQUE_ID, SESSION, CLOUDFRONT))
    account, kind = identity.groups()
    if not is_known(account):
        return True
    return (role if kind == "role" else user)(name) is not None
