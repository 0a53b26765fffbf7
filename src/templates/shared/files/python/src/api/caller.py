"""Who calls, as the operations see it: what an authorizer, a Cognito user pool or IAM found out."""

from dataclasses import dataclass

# What API Gateway adds by itself.
_NOT_CONTEXT = {"principalId", "integrationLatency", "claims"}


@dataclass
class Caller:
    # The authorizer's principal, the `sub` of a user of a pool, or the ARN of who signed.
    id: str
    # The authorizer's context, or the claims of the token; API Gateway makes text of all of it.
    context: dict[str, str]
    scopes: list[str]


def caller_of(request_context):
    """None: everybody may call, or whoever has a key."""
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
    """The first scope that the operation asks for and the caller does not have. The gateway checks scopes of Cognito only,
    and lets pass whoever has one of them; openapi.yaml means all."""
    for scope in access.get("authorizer", {}).get("scopes", ()):
        if caller is None or scope not in caller.scopes:
            return scope
    return None


def _text(value):
    return str(value).lower() if isinstance(value, bool) else str(value)
