"""The frame around the operations: finds the one for an event, checks the request against openapi.yaml, turns what the
operation returns or raises into a response, and writes one log line. The response has only the keys that API Gateway
allows: any other key would make it a 502.
"""

import base64
import json
import re
import time
import uuid

from api.authorizer import answer_authorizer, is_authorizer_event
from api.caller import missing_scope
from api.cors import cors_headers
from api.deadline import within_deadline
from api.errors import access_denied, not_found, to_http_error
from api.event import read_event
from api.log import describe_error
from api.read_request import read_request
from api.request import Reply

_HARMLESS = re.compile(r"[\w.:/+=-]{1,128}", re.ASCII)


def create_api(*, routes, authorizers, services, cors, log):
    """Returns the handler. `routes` are by method and path template ('GET /things/{id}'), `authorizers` by the names
    of their schemes, and every operation gets `services` with its request."""

    def answer(received, correlation_id):
        route = routes.get(f"{received.method} {received.resource}") or routes.get(f"ANY {received.resource}")
        if route is None or route.run is None:
            raise not_found("There is nothing here.")
        request = read_request(received, route, correlation_id)
        missing = missing_scope(route.access, request.caller)
        if missing is not None:
            raise access_denied(f"The scope {missing} is needed.")
        return route.run(request, services)

    def handle(event, context):
        started = time.perf_counter()
        received = read_event(event)
        request_id = received.request_id
        correlation_id = _correlation_id(received.headers.get("x-correlation-id"))
        failure = None
        try:
            with within_deadline(context):
                reply = answer(received, correlation_id)
            text, encoding = _encode(reply)
        except Exception as error:
            shown = to_http_error(error)
            failure = shown.__cause__
            headers = {"retry-after": "1"} if shown.status == 503 else {}
            reply = Reply(shown.status, shown.envelope(request_id), headers)
            text, encoding = _encode(reply)

        log(
            "error" if reply.status >= 500 else "info",
            "request",
            {
                "requestId": request_id,
                "correlationId": correlation_id,
                "functionRequestId": getattr(context, "aws_request_id", None),
                "method": received.method,
                "path": received.path,
                "status": reply.status,
                "durationMs": round((time.perf_counter() - started) * 1000),
                **({} if failure is None else {"error": describe_error(failure)}),
            },
        )
        own = _lower_cased(reply.headers)
        of_cors = cors_headers(cors, received.headers.get("origin"))
        headers = {
            **({} if reply.body is None else {"content-type": "application/json"}),
            "x-correlation-id": correlation_id,
            **of_cors,
            **own,
            **_vary(of_cors.get("vary", ""), own.get("vary", "")),
        }
        return {"statusCode": reply.status, "headers": headers, "body": text, **encoding}

    def handler(event, context=None):
        if is_authorizer_event(event):
            return answer_authorizer(event, routes.values(), authorizers)
        return handle(event, context)

    return handler


def _encode(reply):
    """Sends a body as JSON or, if the reply has another content type, as its text or bytes."""
    if reply.body is None:
        return "", {}
    if isinstance(reply.body, bytes):
        return base64.b64encode(reply.body).decode(), {"isBase64Encoded": True}
    textual = "json" not in _lower_cased(reply.headers).get("content-type", "json")
    if textual and isinstance(reply.body, str):
        return reply.body, {}
    return json.dumps(reply.body, ensure_ascii=False, allow_nan=False, separators=(",", ":")), {}


def _vary(*lists):
    """Joins the operation's own Vary header with the one of this module: neither may replace the other."""
    names = [name.strip() for names in lists for name in names.split(",") if name.strip()]
    once = {name.lower(): name for name in reversed(names)}
    return {"vary": ", ".join(reversed(once.values()))} if once else {}


def _lower_cased(headers):
    return {name.lower(): value for name, value in headers.items()}


def _correlation_id(sent):
    """Returns the caller's correlation id if it is safe in a header and a log line, and a new one otherwise."""
    return sent if sent is not None and _HARMLESS.fullmatch(sent) else str(uuid.uuid4())
