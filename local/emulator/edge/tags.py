"""Refuses tags that AWS does not take."""

from edge.call import Refusal

TAGS_A_RESOURCE = 50

# Members of requests that hold tags to set, with those that hold a tag's key.
LISTS = ("Tags", "TagsList", "tags", "tagList", "TagSet", "Tag")
KEYS = ("Key", "key", "TagKey")

# What each service calls tags that it does not take, where it is not ValidationException.
CODES = {
    "cloudtrail": "InvalidTagParameterException",
    "ec2": "InvalidParameterValue",
    "iam": "InvalidInput",
    "kms": "TagException",
    "logs": "InvalidParameterException",
    "organizations": "InvalidInputException",
    "s3": "InvalidTag",
    "s3control": "InvalidTag",
    "sns": "InvalidParameter",
    "sqs": "InvalidParameterValue",
    "sts": "InvalidParameterValue",
    "cloudwatch": "ValidationError",
    "cloudformation": "ValidationError",
}
# What each calls more tags than there may be, where that is not the same.
CODES_OF_TOO_MANY = {
    "cloudtrail": "TagsLimitExceededException",
    "ec2": "TagLimitExceeded",
    "iam": "LimitExceeded",
    "kms": "LimitExceededException",
    "logs": "TooManyTagsException",
    "sns": "TagLimitExceeded",
}
IN_ANY_CASE = ("iam", "sts")


def refuse_tags(call):
    """Tags whose key begins with `aws:`, more than 50 of them, a key twice; for IAM and STS also keys that differ in
    case only.
    https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html
    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#case-sensitivity
    """
    keys = tag_keys(call.parameters)
    if keys is None or call.action.lower().startswith(("untag", "delete", "remove")):
        return
    code = CODES.get(call.service, "ValidationException")
    reserved = next((key for key in keys if key.lower().startswith("aws:")), None)
    if reserved is not None:
        raise Refusal(code, f"aws: prefixed tag key names are not allowed for external use: {reserved}", 400)
    if len(keys) > TAGS_A_RESOURCE:
        code = CODES_OF_TOO_MANY.get(call.service, code)
        raise Refusal(code, f"The number of tags exceeds the limit of {TAGS_A_RESOURCE}: {len(keys)}", 400)
    compared = [key.lower() for key in keys] if call.service in IN_ANY_CASE else keys
    if len(set(compared)) < len(compared):
        note = " Please note that Tag keys are case insensitive." if call.service in IN_ANY_CASE else ""
        raise Refusal(code, f"Duplicate tag keys found.{note}", 400)


def tag_keys(parameters):
    """The keys of the tags that a request sets; None where it sets none."""
    for name in LISTS:
        tags = parameters.get(name)
        if isinstance(tags, dict) and all(isinstance(value, str) for value in tags.values()):
            return list(tags)
        if isinstance(tags, list) and all(isinstance(tag, dict) for tag in tags):
            return [tag[key] for tag in tags for key in KEYS if key in tag]
        if isinstance(tags, dict):
            return tag_keys(tags)
    # As S3 has it: {"Tagging": {"TagSet": [...]}}, and moto EC2's specifications.
    inner = parameters.get("Tagging") or parameters.get("CreateBucketConfiguration")
    return tag_keys(inner) if isinstance(inner, dict) else None
