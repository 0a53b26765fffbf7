"""The part of a function that stands in for a REST API, if the stage has a function URL or an HTTP API.

It finds the operation of a request, makes the checks that a REST API makes, and passes the handler the event of a REST
API, so that no handler has to change. A handler for events of version 2.0 gets the event as it came. The handler checks
the contents of bodies.
"""

import base64
import importlib
import json
import os
from urllib.parse import quote, unquote, unquote_plus

METHODS = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH"]


def front_door(module, export, door):
    own = getattr(importlib.import_module(module), export)
    routes = [{**route, "segments": route["path"].split("/")[1:]} for route in door["routes"]]

    def handler(event, context):
        http = event.get("requestContext", {}).get("http") if event.get("version") == "2.0" else None
        if event.get("type") == "REQUEST" and "methodArn" in event:
            return _with_principal(own(_as_of_rest_api(event), context))
        # The call does not come from the front door.
        if not http:
            return own(event, context)
        request = _read_request(event, http, door)
        refused = _refusal(request, routes)
        if refused:
            return refused
        result = own(request["event"], context)
        return result if door.get("payload") == "2.0" else _to_response(result)

    return handler


def _as_of_rest_api(event):
    """An HTTP API has the stage in the path, and a member with the token that a REST API does not have."""
    stage = (event.get("requestContext") or {}).get("stage", "$default")
    kept = {name: value for name, value in event.items() if name != "authorizationToken"}
    return {**kept, "path": _without_stage(event.get("path", ""), stage)}


def _without_stage(path, stage):
    return path[len(stage) + 1 :] if stage != "$default" and path.startswith(f"/{stage}/") else path


def _with_principal(answer):
    """An HTTP API passes the function the context of an authorizer's answer, and not its principal."""
    principal = answer.get("principalId") if isinstance(answer, dict) else None
    if principal is None:
        return answer
    return {**answer, "context": {**(answer.get("context") or {}), "principalId": str(principal)}}


def _read_request(event, http, door):
    headers = dict(event.get("headers") or {})
    if event.get("cookies"):
        headers["cookie"] = "; ".join(event["cookies"])
    body = event.get("body") or ""
    return {
        "raw": event,
        "http": http,
        "door": door,
        "method": http["method"],
        "path": _without_stage(event["rawPath"], event["requestContext"]["stage"]),
        "headers": headers,
        "query": _read_query(event.get("rawQueryString") or ""),
        "body": base64.b64decode(body) if event.get("isBase64Encoded") else body.encode(),
    }


def _refusal(request, routes):
    """Returns the response of the front door itself, or sets the event of the request."""
    method, path, headers, door = request["method"], request["path"], request["headers"], request["door"]
    found = _chosen_route(routes, request["raw"]) or _find(routes, method, path)
    if not found:
        siblings = [route for route in routes if _match(route["segments"], path) is not None]
        if method == "OPTIONS" and siblings and door.get("cors"):
            return _preflight(siblings, headers.get("origin", ""), door["cors"])
        return _refused(request, 404, "NOT_FOUND", "There is nothing here.")
    route, parameters = found
    authorizer = request["raw"]["requestContext"].get("authorizer") or {}
    if route["iam"] and not authorizer.get("iam"):
        return _refused(request, 403, "ACCESS_DENIED", "These credentials do not allow the request.")
    missing = [
        each["name"]
        for each in route["required"]
        # A blank value counts as missing.
        if not (
            request["query"].get(each["name"], [""])[-1]
            if each["in"] == "query"
            else headers.get(each["name"].lower(), "")
        ).strip()
    ]
    if missing:
        text = f"Missing required request parameters: [{', '.join(missing)}]"
        return _refused(request, 400, "BAD_REQUEST_PARAMETERS", text)
    if route["checksBody"] and not request["body"]:
        text = "The body is not as the contract says; x-validation-error tells why."
        return _refused(request, 400, "BAD_REQUEST_BODY", text, {"x-validation-error": "The body is not valid JSON."})
    make = _routed if door.get("payload") == "2.0" else _to_event
    request["event"] = make(request, route, parameters)
    return None


def _chosen_route(routes, event):
    """An HTTP API has chosen the route, and decoded the parameters. A REST API passes them encoded."""
    for route in routes:
        if f"{route['method']} {route['path']}" == event.get("routeKey"):
            slash = "/" if route["segments"][-1].endswith("+}") else ""
            parameters = event.get("pathParameters") or {}
            return route, {name: quote(value, safe=f"{slash}!'()*") for name, value in parameters.items()}
    return None


def _find(routes, method, path):
    """A literal segment wins over a variable one, and a variable one over `{proxy+}`."""
    found = [
        (route, parameters)
        for route in routes
        # A route with an authorizer serves only requests for which the gateway has chosen it.
        if not route["guarded"] and route["method"] in (method, "ANY") and (parameters := _match(route["segments"], path)) is not None
    ]
    return min(found, key=lambda each: _rank(each[0]), default=None)


def _rank(route):
    ranks = ["2" if each.endswith("+}") else "1" if each.startswith("{") else "0" for each in route["segments"]]
    return "".join(ranks) + ("1" if route["method"] == "ANY" else "0")


def _match(segments, path):
    parts = (path[:-1] if len(path) > 1 and path.endswith("/") else path).split("/")[1:]
    parameters = {}
    for index, segment in enumerate(segments):
        variable = segment.startswith("{")
        if segment.endswith("+}"):
            if len(parts) <= index:
                return None
            return {**parameters, segment[1:-2]: "/".join(parts[index:])}
        if index >= len(parts) or (parts[index] == "" if variable else unquote(parts[index]) != segment):
            return None
        if variable:
            parameters[segment[1:-1]] = parts[index]
    return parameters if len(parts) == len(segments) else None


def _read_query(text):
    values = {}
    for pair in filter(None, text.split("&")):
        name, _, value = pair.partition("=")
        values.setdefault(unquote_plus(name), []).append(unquote_plus(value))
    return values


def _routed(request, route, parameters):
    """A function URL names no route. The handler gets the members that an HTTP API would add."""
    raw = request["raw"]
    key = f"{route['method']} {route['path']}"
    if raw.get("routeKey") == key:
        return raw
    path_parameters = {name: unquote(value) for name, value in parameters.items()}
    return {
        **raw,
        "routeKey": key,
        **({"pathParameters": path_parameters} if path_parameters else {}),
        "requestContext": {**raw["requestContext"], "routeKey": key},
    }


def _to_event(request, route, parameters):
    raw, headers, query, body = request["raw"], request["headers"], request["query"], request["body"]
    context, http = raw["requestContext"], request["http"]
    media = headers.get("content-type", "").lower().split(";")[0].strip()
    binary = bool(body) and any(
        each in ("*/*", media) or (each.endswith("/*") and media.startswith(each[:-1]))
        for each in request["door"]["binaryMediaTypes"]
    )
    iam = (context.get("authorizer") or {}).get("iam") or {}
    # Only a domain with mutual TLS has the certificate of the client.
    certificate = (context.get("authentication") or {}).get("clientCert")
    return {
        "resource": route["path"],
        "path": request["path"],
        "httpMethod": request["method"],
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": {name: values[-1] for name, values in query.items()} or None,
        "multiValueQueryStringParameters": query or None,
        "pathParameters": parameters or None,
        "stageVariables": raw.get("stageVariables"),
        "requestContext": {
            "accountId": context.get("accountId"),
            "apiId": context.get("apiId"),
            **_authorizer_of(context.get("authorizer") or {}),
            "domainName": context.get("domainName"),
            "domainPrefix": context.get("domainPrefix"),
            "httpMethod": request["method"],
            "identity": {
                "accessKey": iam.get("accessKey"),
                "accountId": iam.get("accountId"),
                "caller": iam.get("callerId"),
                **({"clientCert": certificate} if certificate else {}),
                "sourceIp": http.get("sourceIp"),
                "user": iam.get("userId"),
                "userAgent": http.get("userAgent"),
                "userArn": iam.get("userArn"),
            },
            "path": raw["rawPath"],
            "protocol": http.get("protocol"),
            "requestId": context["requestId"],
            "requestTime": context.get("time"),
            "requestTimeEpoch": context.get("timeEpoch"),
            "resourcePath": route["path"],
            "stage": context["stage"],
        },
        "body": (base64.b64encode(body).decode() if binary else body.decode(errors="replace")) if body else None,
        "isBase64Encoded": binary,
    }


def _authorizer_of(authorizer):
    """A REST API has the claims of a token in `claims`, and the context of an authorizer beside its principal. In place
    of the project's code, an HTTP API checks tokens itself, so their subject is the principal."""
    if authorizer.get("jwt"):
        claims = {name: _claim_text(name, _text(value)) for name, value in (authorizer["jwt"].get("claims") or {}).items()}
        principal = {"principalId": claims["sub"]} if "sub" in claims else {}
        return {"authorizer": {**principal, "claims": claims}}
    context = authorizer.get("lambda")
    return {"authorizer": {name: _text(value) for name, value in context.items()}} if context else {}


def _claim_text(name, text):
    """An HTTP API writes the list of groups as `[a b]`, and a REST API as `a,b`. Names of groups have no spaces."""
    return text.removeprefix("[").removesuffix("]").replace(" ", ",") if name == "cognito:groups" else text


def _text(value):
    """Writes truth values as JSON does."""
    return json.dumps(value) if isinstance(value, bool) else str(value)


def _to_response(result):
    """The response of payload version 2.0 has cookies of their own, and one value for each other header."""
    if not isinstance(result, dict):
        raise TypeError("The handler returned no response: it must return a dict with statusCode, headers and body.")
    headers, cookies = {}, []

    def add(name, value):
        if name.lower() == "set-cookie":
            cookies.append(str(value))
        else:
            headers[name] = f"{headers[name]}, {value}" if name in headers else str(value)

    several = result.get("multiValueHeaders") or {}
    for name, values in several.items():
        for value in values:
            add(name, value)
    for name, value in (result.get("headers") or {}).items():
        if name not in several:
            add(name, value)
    return {
        "statusCode": int(result.get("statusCode") or 200),
        "headers": headers,
        **({"cookies": cookies} if cookies else {}),
        "body": result.get("body") or "",
        "isBase64Encoded": result.get("isBase64Encoded") is True,
    }


def _refused(request, status, code, message, more=None):
    """Makes the same responses as the definition of a REST API."""
    more = more or {}
    request_id = request["raw"]["requestContext"]["requestId"]
    cors = request["door"].get("cors")
    headers = {
        "content-type": "application/json",
        "x-correlation-id": request_id,
        "x-apikit-release": os.environ.get("APIKIT_RELEASE", ""),
        **more,
        **(_error_headers(cors, list(more)) if cors else {}),
    }
    body = {"code": code, "message": message, "details": [], "requestId": request_id}
    return {"statusCode": status, "headers": headers, "body": json.dumps(body, separators=(",", ":"))}


def _has_one(origins):
    return len(origins) == 1 and not origins[0].endswith(":*")


def _error_headers(cors, own):
    exposed = ",".join([*cors["exposeHeaders"], *own])
    one = _has_one(cors["origins"])
    return {
        "access-control-allow-origin": cors["origins"][0] if one else "*",
        **({"access-control-expose-headers": exposed} if exposed else {}),
        **({"access-control-allow-credentials": "true"} if cors["credentials"] and one else {}),
    }


def _preflight(siblings, origin, cors):
    served = {route["method"] for route in siblings}
    methods = [each for each in METHODS if "ANY" in served or each == "OPTIONS" or each in served]
    one = _has_one(cors["origins"])
    if one:
        allowed = cors["origins"][0]
    else:
        allowed = origin if any(_is_origin(each, origin) for each in cors["origins"]) else None
    headers = {
        **({"access-control-allow-origin": allowed} if allowed else {}),
        **({} if one else {"vary": "Origin"}),
        **({"access-control-allow-credentials": "true"} if cors["credentials"] else {}),
        "access-control-allow-methods": ",".join(methods),
        **({"access-control-allow-headers": ",".join(cors["allowHeaders"])} if cors["allowHeaders"] else {}),
        "access-control-max-age": str(cors["maxAge"]),
    }
    return {"statusCode": 204, "headers": headers, "body": ""}


def _is_origin(allowed, origin):
    """`http://localhost:*` is that host at any port."""
    if not allowed.endswith(":*"):
        return allowed == origin
    host = allowed[:-2]
    return origin == host or (origin.startswith(f"{host}:") and origin[len(host) + 1 :].isdigit())
