"""Refuses what a service's model does not allow: what is required, how long, how many, which of, in which form.

The model is botocore's, which AWS generates from its own. botocore checks before it sends, but types, required members
and minima only; other SDKs check less.
"""

import regex
from functools import cache

from edge.call import SERIALIZATION_ERRORS, Refusal

# What is let through although the model forbids it, by operation and member, and why AWS takes it.
OWN_MODEL_IS_NARROWER = (
    "The AWS provider asks for a bucket's tags by the bucket's ARN, arn:aws:s3:::name, as S3 documents it for general "
    "purpose buckets; the pattern in the model wants something between the third and the fourth colon."
)
LET_THROUGH = {
    f"s3control:{operation}:ResourceArn": OWN_MODEL_IS_NARROWER
    for operation in ("ListTagsForResource", "TagResource", "UntagResource")
}

# The code of the error, where it is not that of the protocol.
CODES = {
    "athena": "InvalidRequestException",
    "ec2": "InvalidParameterValue",
    "guardduty": "BadRequestException",
    "organizations": "InvalidInputException",
    "s3": "InvalidArgument",
    "s3control": "InvalidRequest",
    "sns": "InvalidParameter",
    "sqs": "InvalidParameterValue",
}
CODES_BY_PROTOCOL = {
    "json": "ValidationException",
    "rest-json": "ValidationException",
    "rest-xml": "InvalidInput",
    "query": "ValidationError",
    "ec2": "InvalidParameterValue",
}
# Where a member that is left out has a code of its own.
CODES_OF_MISSING = {"ec2": "MissingParameter", "sqs": "MissingParameter", "s3": "MalformedXML"}

TYPES = {
    "structure": dict,
    "map": dict,
    "list": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "long": int,
    "float": (int, float),
    "double": (int, float),
}

WORDS = {"string": "have length", "blob": "have length", "list": "have length", "map": "have length"}


def refuse_what_the_model_forbids(call):
    """Requests that break the model of the service.
    https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html (each service's reference has the like)
    """
    if call.unreadable is not None:
        raise Refusal(SERIALIZATION_ERRORS[call.protocol], call.unreadable, 400)
    shape = call.operation.input_shape
    if shape is None:
        return
    for path, value, constraint, is_missing in broken(shape, call.parameters):
        name = ".".join(part for part in path if isinstance(part, str))
        if f"{call.service}:{call.action}:{name}" in LET_THROUGH:
            continue
        code = CODES.get(call.service, CODES_BY_PROTOCOL[call.protocol])
        if is_missing:
            code = CODES_OF_MISSING.get(call.service, code)
        where = ".".join(str(part) for part in path)
        raise Refusal(
            code,
            f"1 validation error detected: Value {shown(value)} at '{where}' failed to satisfy constraint: {constraint}",
            400,
        )


def shown(value):
    return "null" if value is None else f"'{value}'"


def broken(shape, value, path=()):
    """What of a value breaks its shape: where, the value there, the constraint, whether the value is missing."""
    wanted = TYPES.get(shape.type_name)
    if wanted is not None and (not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool)):
        yield path, value, f"Member must be of type {shape.type_name}", False
        return
    for constraint in constraints(shape, value):
        yield path, value, constraint, False
    if shape.type_name == "structure" and not shape.is_document_type:
        for name in shape.required_members:
            if value.get(name) is None:
                yield (*path, name), None, "Member must not be null", True
        for name, member in shape.members.items():
            if value.get(name) is not None:
                yield from broken(member, value[name], (*path, name))
    elif shape.type_name == "list":
        for index, each in enumerate(value, 1):
            yield from broken(shape.member, each, (*path, index))
    elif shape.type_name == "map":
        for key, each in value.items():
            yield from broken(shape.key, key, (*path, key))
            yield from broken(shape.value, each, (*path, key))


def constraints(shape, value):
    """The constraints of a shape itself that a value breaks, in the words of AWS's frameworks."""
    kind, metadata = shape.type_name, shape.metadata
    if kind in WORDS:
        size = len(value)
        if "min" in metadata and size < metadata["min"]:
            yield f"Member must have length greater than or equal to {metadata['min']}"
        if "max" in metadata and size > metadata["max"]:
            yield f"Member must have length less than or equal to {metadata['max']}"
    elif kind in ("integer", "long", "float", "double"):
        if "min" in metadata and value < metadata["min"]:
            yield f"Member must have value greater than or equal to {metadata['min']}"
        if "max" in metadata and value > metadata["max"]:
            yield f"Member must have value less than or equal to {metadata['max']}"
    if kind == "string":
        if shape.enum and value not in shape.enum:
            yield f"Member must satisfy enum value set: [{', '.join(shape.enum)}]"
        pattern = compiled(metadata["pattern"]) if "pattern" in metadata else None
        if pattern is not None and pattern.fullmatch(value) is None:
            yield f"Member must satisfy regular expression pattern: {metadata['pattern']}"


# How Java writes the characters beyond the first plane, in which the models' patterns are written.
SURROGATES = r"\uD800\uDC00-\uDBFF\uDFFF"


@cache
def compiled(pattern):
    """A model's regular expression, which is Java's; None where Python has no such."""
    try:
        return regex.compile(pattern.replace(SURROGATES, "\U00010000-\U0010FFFF"))
    except regex.error:
        return None
