"""Who may call. API Gateway asks the function itself, before it lets a request through: an authorizer of src/authorizers/
says who calls, and here its answer becomes the policy that API Gateway wants.

The policy allows (or denies) every operation of the stage, because API Gateway keeps it for other operations too: what
one caller may do and another may not is decided by scopes, here, and by the operations.
"""

from dataclasses import dataclass, field


@dataclass
class AuthorizerRequest:
    """What an authorizer is asked about."""

    # The name of the security scheme in openapi.yaml.
    scheme: str
    # The Authorization header, as it was sent; empty where there is none.
    token: str
    method: str
    # As it was called: `/items/17`.
    path: str
    # By lower-case name. Of type `token`, API Gateway tells nothing but the token.
    headers: dict[str, str]
    query: dict[str, str]
    # The address that called; empty where it is not told (type `token`).
    source_ip: str


@dataclass
class Identity:
    principal_id: str
    # What the operations are told about the caller, in `request.caller`; it reaches them as text.
    context: dict[str, str | int | float | bool] = field(default_factory=dict)


class Unauthorized(Exception):
    """A 401: nobody knows who calls. Exactly this text is what makes API Gateway answer 401; any other error is a 500."""

    def __init__(self):
        super().__init__("Unauthorized")


class Denied(Exception):
    """A 403: it is known who calls, and they may not."""


def is_authorizer_event(event):
    """Tells what an authorizer is asked from a request."""
    return event.get("type") in ("TOKEN", "REQUEST") and isinstance(event.get("methodArn"), str)


def answer_authorizer(event, routes, authorizers):
    """Asks the authorizer that the event is for: a function from an AuthorizerRequest to an Identity. It may raise
    Unauthorized and Denied; anything else is a 500, since the caller cannot help it."""
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
    """Which security scheme an event is about: API Gateway does not say. A REQUEST event has the operation's path template.
    A TOKEN event has the path as it was called, which is only looked at where several schemes are of that type."""
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
    """API Gateway prefers what is written out to a parameter, a parameter to a greedy one, a method to ANY."""
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
