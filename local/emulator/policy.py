"""Says what IAM policy documents make of a request, for deliveries and refusals that AWS bases on them.

Whether a request is allowed:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

import ipaddress
import re
from dataclasses import dataclass, field
from datetime import datetime, timezone

ALLOWED, DENIED, EXPLICITLY_DENIED = "Allowed", "ImplicitlyDenied", "ExplicitlyDenied"

# What a statement says of a principal that it names: the principal itself, or no more than its account.
ITSELF, ITS_ACCOUNT = "itself", "its account"


@dataclass(frozen=True)
class Request:
    """One action on one resource by one principal."""

    # ARN of a role, user or account root, or the name of a service ("events.amazonaws.com"); None: who signs nothing.
    principal: str | None
    action: str
    resource: str
    # The account of the resource, which not every ARN tells.
    account: str = ""
    # Condition keys and their values: a text, or a list of them.
    context: dict = field(default_factory=dict)

    @property
    def is_by_service(self):
        return self.principal is not None and not self.principal.startswith("arn:")

    @property
    def principal_account(self):
        return self.principal.split(":")[4] if self.principal and not self.is_by_service else None

    def values_of(self, key):
        """The values of a condition key, whose name is compared without regard to case; None where it is not sent."""
        for name, value in self.context.items():
            if name.lower() == key.lower():
                return [text_of(each) for each in listed(value)]
        return None


def decide(request, resource_policy=None, identity_policies=()):
    """What AWS decides on the request, were these all the policies. Within an account either kind of policy allows,
    between accounts both have to; a service needs the resource's policy.

    Raises ValueError where a policy has a condition operator that AWS does not know.
    """
    by_resource = [(s, named) for s in statements(resource_policy) if (named := names_principal(s, request))]
    identity = [s for policy in identity_policies for s in statements(policy)]
    applying = [s for s in [*(s for s, _ in by_resource), *identity] if applies(s, request)]
    if any(statement["Effect"] == "Deny" for statement in applying):
        return EXPLICITLY_DENIED
    allowing = [id(statement) for statement in applying]
    resource_allows = {named for s, named in by_resource if id(s) in allowing}
    identity_allows = any(id(s) in allowing for s in identity)
    if request.principal is None or request.is_by_service:
        return ALLOWED if resource_allows else DENIED
    if request.principal_account == request.account:
        root = request.principal.endswith(":root")
        # What names an account leaves it to the account to allow its principals. In the policies of roles and keys
        # only, which alone decide about them, does AWS need it there at all.
        decides_alone = request.action.startswith(("kms:", "sts:")) and resource_policy is not None
        if decides_alone:
            allowed = ITSELF in resource_allows or (bool(resource_allows) and (identity_allows or root))
        else:
            allowed = ITSELF in resource_allows or identity_allows or (root and bool(resource_allows))
    else:
        allowed = bool(resource_allows) and identity_allows
    return ALLOWED if allowed else DENIED


def resource_allows(request, policy):
    """Whether a resource's policy alone lets the request's principal, or its account, do it."""
    applying = [s for s in statements(policy) if names_principal(s, request) and applies(s, request)]
    effects = {statement["Effect"] for statement in applying}
    return effects == {"Allow"}


def statements(policy):
    return listed((policy or {}).get("Statement", []))


def applies(statement, request):
    """Whether action, resource and conditions of a statement are those of the request."""
    return (
        acts(statement, request) and is_on(statement, request) and fulfils(statement.get("Condition", {}), request)
    )


# Who


def names_principal(statement, request):
    """ITSELF or ITS_ACCOUNT, as a statement of a resource's policy names the request's principal; None if it does not.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
    """
    if "NotPrincipal" in statement:
        return None if named_in(statement["NotPrincipal"], request) else ITSELF
    return named_in(statement.get("Principal"), request)


def named_in(principal, request):
    if principal == "*":
        return ITSELF
    found = [naming(kind, name, request) for kind, names in (principal or {}).items() for name in listed(names)]
    return ITSELF if ITSELF in found else ITS_ACCOUNT if ITS_ACCOUNT in found else None


def naming(kind, name, request):
    if kind == "Service":
        return ITSELF if name == request.principal else None
    if kind != "AWS":
        return ITSELF if name == request.principal else None
    if name == "*":
        # Also of services and of who signs nothing.
        return ITSELF
    if request.principal is None or request.is_by_service:
        return None
    if name == request.principal:
        return ITSELF
    account = re.fullmatch(r"(?:arn:[\w-]+:iam::)?(\d{12})(?::root)?", name)
    return ITS_ACCOUNT if account and account[1] == request.principal_account else None


# What, on what


def acts(statement, request):
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html"""
    if "NotAction" in statement:
        return not any(is_like(request.action.lower(), each.lower()) for each in listed(statement["NotAction"]))
    return any(is_like(request.action.lower(), each.lower()) for each in listed(statement.get("Action", [])))


def is_on(statement, request):
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html"""
    if "NotResource" in statement:
        return not any(is_resource(each, request) for each in listed(statement["NotResource"]))
    # A trust policy has none: it is about the role that it is of.
    return any(is_resource(each, request) for each in listed(statement.get("Resource", "*")))


def is_resource(pattern, request):
    if pattern == "*":
        return True
    wanted, found = pattern.split(":", 5), request.resource.split(":", 5)
    return len(wanted) == len(found) == 6 and all(
        is_like(value, each, request) for value, each in zip(found, wanted, strict=True)
    )


def is_like(value, pattern, request=None):
    """Whether a text is that of a pattern: `*` is any text, `?` any character, `${key}` what the request says of it."""
    parts = re.split(r"(\$\{[^}]*\}|\*|\?)", pattern)
    expression = ""
    for part in parts:
        if part == "*":
            expression += ".*"
        elif part == "?":
            expression += "."
        elif part.startswith("${") and request is not None:
            text = variable(part[2:-1], request)
            if text is None:
                return False
            expression += re.escape(text)
        else:
            expression += re.escape(part)
    return re.fullmatch(expression, value, re.DOTALL) is not None


def variable(name, request):
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html"""
    if name in ("*", "?", "$"):
        return name
    key, _, default = (part.strip() for part in name.partition(","))
    values = request.values_of(key)
    if values is not None:
        return values[0] if len(values) == 1 else None
    return default.strip("'") if default else None


def filled_in(text, request):
    """A text of a condition with its variables; None where the request does not tell one of them."""
    parts = []
    for part in re.split(r"(\$\{[^}]*\})", text):
        value = variable(part[2:-1], request) if part.startswith("${") else part
        if value is None:
            return None
        parts.append(value)
    return "".join(parts)


# Under which conditions


def fulfils(conditions, request):
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html"""
    return all(
        holds(operator, key, [text_of(value) for value in listed(values)], request)
        for operator, keys in conditions.items()
        for key, values in keys.items()
    )


def holds(written, key, wanted, request):
    quantifier, _, operator = written.rpartition(":")
    if operator == "Null":
        is_null = request.values_of(key) is None
        return any(is_null == (value == "true") for value in wanted)
    if_exists = operator.endswith("IfExists")
    operator = operator.removesuffix("IfExists")
    is_negated, matches = OPERATORS.get(operator, (None, None))
    if matches is None or quantifier not in ("", "ForAllValues", "ForAnyValue"):
        raise ValueError(f"AWS has no condition operator {written}")
    found = request.values_of(key)

    def is_true_of(value):
        return any(matches(value, each, request) for each in wanted) != is_negated

    if found is None:
        return quantifier != "ForAnyValue" and (if_exists or is_negated or quantifier == "ForAllValues")
    if quantifier == "ForAllValues" or (is_negated and quantifier == ""):
        return all(is_true_of(value) for value in found)
    return any(is_true_of(value) for value in found)


def equals(value, wanted, request):
    return value == filled_in(wanted, request)


def equals_in_any_case(value, wanted, request):
    text = filled_in(wanted, request)
    return text is not None and value.lower() == text.lower()


def is_arn(value, wanted, request):
    """Part by part: a wildcard reaches no further than to the next colon, but in the last part."""
    parts, pattern = value.split(":", 5), wanted.split(":", 5)
    return len(parts) == len(pattern) == 6 and all(
        is_like(part, each, request) for part, each in zip(parts, pattern, strict=True)
    )


def is_bool(value, wanted, request):
    return value.lower() == wanted.lower()


def by_number(compare):
    def matches(value, wanted, request):
        try:
            return compare(float(value), float(wanted))
        except ValueError:
            return False

    return matches


def by_date(compare):
    def moment(text):
        if re.fullmatch(r"\d+(\.\d+)?", text):
            return float(text)
        parsed = datetime.fromisoformat(text.replace("Z", "+00:00"))
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=timezone.utc)).timestamp()

    def matches(value, wanted, request):
        try:
            return compare(moment(value), moment(wanted))
        except ValueError:
            return False

    return matches


def is_address_in(value, wanted, request):
    return ipaddress.ip_address(value) in ipaddress.ip_network(wanted, strict=False)


COMPARISONS = {
    "Equals": lambda one, other: one == other,
    "LessThan": lambda one, other: one < other,
    "LessThanEquals": lambda one, other: one <= other,
    "GreaterThan": lambda one, other: one > other,
    "GreaterThanEquals": lambda one, other: one >= other,
}

# Whether it asks for the contrary, and what it compares.
OPERATORS = {
    "StringEquals": (False, equals),
    "StringNotEquals": (True, equals),
    "StringEqualsIgnoreCase": (False, equals_in_any_case),
    "StringNotEqualsIgnoreCase": (True, equals_in_any_case),
    "StringLike": (False, is_like),
    "StringNotLike": (True, is_like),
    "ArnEquals": (False, is_arn),
    "ArnLike": (False, is_arn),
    "ArnNotEquals": (True, is_arn),
    "ArnNotLike": (True, is_arn),
    "Bool": (False, is_bool),
    "BinaryEquals": (False, equals),
    "IpAddress": (False, is_address_in),
    "NotIpAddress": (True, is_address_in),
    "NumericNotEquals": (True, by_number(COMPARISONS["Equals"])),
    "DateNotEquals": (True, by_date(COMPARISONS["Equals"])),
    **{f"Numeric{name}": (False, by_number(compare)) for name, compare in COMPARISONS.items()},
    **{f"Date{name}": (False, by_date(compare)) for name, compare in COMPARISONS.items()},
}


def listed(value):
    return value if isinstance(value, list | tuple) else [value]


def text_of(value):
    return str(value).lower() if isinstance(value, bool) else str(value)
