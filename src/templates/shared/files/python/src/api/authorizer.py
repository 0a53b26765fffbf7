"""Runs the authorizers. API Gateway calls the function itself before it accepts a request: an authorizer of
src/authorizers/ identifies the caller, and this module turns the result into the policy that API Gateway needs.

The policy allows (or denies) every operation of the stage, because API Gateway also caches it for other operations.
Scopes, which are checked here, and the operations themselves decide what a caller may do.
"""

from dataclasses import dataclass, field


@dataclass
class AuthorizerRequest:
    """The request that an authorizer decides about."""

    # The name of the security scheme in openapi.yaml.
    scheme: str
    # The Authorization header as the client sent it; empty if there is none.
    token: str
    method: str
    # The path of the request: `/items/17`.
    path: str
    # The headers by lower-case name. For the type `token`, API Gateway passes only the token.
    headers: dict[str, str]
    query: dict[str, str]
    # The source address; empty for the type `token`.
    source_ip: str


@dataclass
class Identity:
    principal_id: str
    # Values for the operations, in `request.caller`. They arrive as text.
    context: dict[str, str | int | float | bool] = field(default_factory=dict)


class Unauthorized(Exception):
    """A 401: the caller is unknown. Only exactly this text leads to a 401; any other error leads to a 500."""

    def __init__(self):
        super().__init__("Unauthorized")


class Denied(Exception):
    """A 403: the caller is known, but has no permission."""


def is_authorizer_event(event):
    """Tells an event for an authorizer from a request."""
    return event.get("type") in ("TOKEN", "REQUEST") and isinstance(event.get("methodArn"), str)


def answer_authorizer(event, routes, authorizers):
    """Calls the authorizer that the event is for: a function from an AuthorizerRequest to an Identity. It may raise
    Unauthorized and Denied. Any other error is a 500, because the caller is not at fault."""
    scheme = _scheme_of(event, routes)
    if scheme not in authorizers:
        raise LookupError(f"There is no authorizer for {event['methodArn']}.")
    try:
        identity, effect = authorizers[scheme](_authorizer_request(scheme, event)), "Allow"
    except Denied:
        identity, effect = Identity("denied"), "Deny"
    api, stage = event["methodArn"].split("/")[:2]
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": f"{api}/{stage}/*/*"}
    return {
        "principalId": identity.principal_id,
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        **({"context": identity.context} if identity.context else {}),
    }


def _scheme_of(event, routes):
    """Finds the security scheme of an event, which API Gateway does not name. A REQUEST event has the operation's
    path template. A TOKEN event has the path of the request, which matters only if several schemes have that type."""
    kind = event["type"].lower()
    candidates = [route for route in routes if route.access.get("authorizer", {}).get("kind") == kind]
    schemes = {route.access["authorizer"]["scheme"] for route in candidates}
    if len(schemes) == 1:
        return schemes.pop()
    _, _, called, *segments = event["methodArn"].split("/")
    method = event.get("httpMethod", called)
    fitting = [
        route
        for route in candidates
        if route.method in (method, "ANY")
        and (route.path == event.get("resource") if kind == "request" else _matches(route.path, segments))
    ]
    return min(fitting, key=_rank).access["authorizer"]["scheme"] if fitting else None


def _matches(template, segments):
    parts = template.split("/")[1:]
    greedy = parts[-1].endswith("+}")
    if len(segments) < len(parts) if greedy else len(segments) != len(parts):
        return False
    return all(part.startswith("{") or part == segment for part, segment in zip(parts, segments))


def _rank(route):
    """API Gateway prefers literal text to a parameter, a parameter to a greedy one, and a method to ANY."""
    parameters = sum(part.startswith("{") for part in route.path.split("/"))
    return parameters * 2 + (1000 if route.path.endswith("+}") else 0) + (route.method == "ANY")


def _authorizer_request(scheme, event):
    _, _, method, *segments = event["methodArn"].split("/")
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    return AuthorizerRequest(
        scheme=scheme,
        token=event.get("authorizationToken") or headers.get("authorization", ""),
        method=event.get("httpMethod", method),
        path=event.get("path", "/" + "/".join(segments)),
        headers=headers,
        query=event.get("queryStringParameters") or {},
        source_ip=event.get("requestContext", {}).get("identity", {}).get("sourceIp", ""),
    )
