"""Calls the API like API Gateway: with a proxy event, for a proxy response."""

import json
import re
from types import SimpleNamespace
from urllib.parse import quote

from api.api import create_api
from api.cors import Cors
from generated.contract import authorizers, routes
from tests.services import test_services


def start_api(services=None, origins=(), log=lambda *_line: None):
    """Starts a separate API. `call('GET /things/{id}', path={'id': id})` returns the response with its body parsed."""
    handler = create_api(
        routes=routes,
        authorizers=authorizers,
        services=services or test_services(),
        cors=Cors(list(origins), False, "etag"),
        log=log,
    )

    def call(route, **options):
        response = handler(_proxy_event(route, **options))
        body = json.loads(response["body"]) if response["body"] else None
        return SimpleNamespace(status=response["statusCode"], headers=response["headers"], body=body)

    return call


def _proxy_event(route, *, path=None, query=None, headers=None, body=None):
    """A body is sent as JSON, unless it is a string."""
    method, resource = route.split(" ")
    # API Gateway does not decode the parameters of a path.
    encoded = {name: quote(value, safe="") for name, value in (path or {}).items()}
    return {
        "httpMethod": method,
        "resource": resource,
        "path": re.sub(r"\{(\w+)\}", lambda match: encoded.get(match[1], ""), resource),
        "pathParameters": encoded or None,
        "queryStringParameters": query,
        "headers": {"Content-Type": "application/json", **(headers or {})},
        "body": body if body is None or isinstance(body, str) else json.dumps(body),
        "isBase64Encoded": False,
        "requestContext": {"requestId": "test-request", "identity": {"apiKeyId": "test-key"}},
    }
