"""The caller for the operations, from an authorizer, a Cognito user pool or IAM."""

from dataclasses import dataclass

# Members that API Gateway itself adds.
_NOT_CONTEXT = {"principalId", "integrationLatency", "claims"}


@dataclass
class Caller:
    # The authorizer's principal, the `sub` of a pool's user, or the ARN of the IAM caller.
    id: str
    # The authorizer's context, or the claims of the token. API Gateway turns all values into text.
    context: dict[str, str]
    scopes: list[str]


def caller_of(request_context):
    """Returns None if everybody may call, or everybody with an API key."""
    authorizer = request_context.get("authorizer") or {}
    claims = authorizer.get("claims")
    found = claims if isinstance(claims, dict) else authorizer
    context = {name: _text(value) for name, value in found.items() if name not in _NOT_CONTEXT}
    user_arn = (request_context.get("identity") or {}).get("userArn")
    name = authorizer.get("principalId") or context.get("sub") or user_arn
    if not isinstance(name, str) or name == "":
        return None
    return Caller(name, context, context.get("scope", "").split())


def missing_scope(access, caller):
    """Returns the first scope that the operation requires and the caller lacks. API Gateway checks only Cognito's
    scopes, and one of them is enough there; openapi.yaml requires all."""
    for scope in access.get("authorizer", {}).get("scopes", ()):
        if caller is None or scope not in caller.scopes:
            return scope
    return None


def _text(value):
    return str(value).lower() if isinstance(value, bool) else str(value)
