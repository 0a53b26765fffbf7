"""Reads an event of either payload version: 1.0, or 2.0 with `payload: "2.0"` in apikit.yaml."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, quote


@dataclass
class Received:
    """The parts of an event that the modules of this folder need."""

    method: str
    # The path template: `/things/{id}`.
    resource: str
    path: str
    # The headers by lower-case name.
    headers: dict[str, str]
    # Percent-encoded.
    path_parameters: dict[str, list[str]]
    query: dict[str, list[str]]
    body: str
    base64: bool
    request_id: str
    key_id: str
    # The part of the context that identifies the caller, in the form of version 1.0.
    caller: dict[str, Any]
    event: dict[str, Any]


def read_event(event):
    return _of_version_2(event) if event.get("version") == "2.0" else _of_version_1(event)


def _of_version_1(event):
    context = event["requestContext"]
    return Received(
        method=event["httpMethod"],
        resource=event["resource"],
        path=event["path"],
        headers=_headers(event),
        path_parameters=_lists(event.get("pathParameters")),
        query={**_lists(event.get("queryStringParameters")), **_lists(event.get("multiValueQueryStringParameters"))},
        body=event.get("body") or "",
        base64=bool(event.get("isBase64Encoded")),
        request_id=context["requestId"],
        key_id=(context.get("identity") or {}).get("apiKeyId") or "",
        caller=context,
        event=event,
    )


def _of_version_2(event):
    """Version 2.0 has the stage in the path, decoded path parameters, and cookies apart from the headers."""
    context = event["requestContext"]
    stage = context["stage"]
    authorizer = context.get("authorizer") or {}
    parameters = event.get("pathParameters") or {}
    cookies = event.get("cookies")
    of_token = {"claims": authorizer["jwt"]["claims"]} if authorizer.get("jwt") else authorizer.get("lambda")
    return Received(
        method=context["http"]["method"],
        resource=event["routeKey"].partition(" ")[2],
        path=event["rawPath"] if stage == "$default" else event["rawPath"][len(stage) + 1 :],
        headers={**_headers(event), **({"cookie": "; ".join(cookies)} if cookies else {})},
        path_parameters={name: [quote(value, safe="!'()*")] for name, value in parameters.items()},
        query=parse_qs(event.get("rawQueryString") or "", keep_blank_values=True),
        body=event.get("body") or "",
        base64=bool(event.get("isBase64Encoded")),
        request_id=context["requestId"],
        key_id="",
        caller={"authorizer": of_token, "identity": {"userArn": (authorizer.get("iam") or {}).get("userArn")}},
        event=event,
    )


def _headers(event):
    return {name.lower(): value for name, value in (event.get("headers") or {}).items() if value is not None}


def _lists(values):
    return {
        name: value if isinstance(value, list) else [value]
        for name, value in (values or {}).items()
        if value is not None
    }
