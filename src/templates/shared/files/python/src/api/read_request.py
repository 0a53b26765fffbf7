"""Reads the request from an event and validates its parameters and body against openapi.yaml."""

import base64
import json
import re

from api.caller import caller_of
from api.errors import HttpError
from api.request import Request

# A DynamoDB item has at most 400 KB, including its names. An item is never longer than its JSON and the internal
# attributes.
_MAX_STORED_BYTES = 390_000
# Far below Python's own limit, and far above DynamoDB's 32 levels.
_MAX_LEVELS = 200

_JSON = re.compile(r"application/([^/]+\+)?json")
_TEXT = re.compile(r"text/|application/x-www-form-urlencoded")


def read_request(received, route, correlation_id):
    """Throws a 404 for a path that cannot exist, a 400 for other parameters, and a 413, 415 or 400 for an invalid
    body."""
    typed = _parameters(received, route)
    return Request(
        path=typed["path"],
        query=typed["query"],
        headers={**received.headers, **typed["headers"]},
        cookies=typed["cookies"],
        body=_body(received, route),
        caller=caller_of(received.caller),
        key_id=received.key_id,
        resource=received.resource,
        request_id=received.request_id,
        correlation_id=correlation_id,
        event=received.event,
    )


def _parameters(received, route):
    if route.parameters is None:
        return {"path": {}, "query": {}, "headers": {}, "cookies": {}}
    sent = {
        "path": received.path_parameters,
        "query": received.query,
        "headers": {name: [value] for name, value in received.headers.items()},
        "cookies": _cookies(received.headers.get("cookie", "")),
    }
    value, wrong = route.parameters(sent)
    if not wrong:
        return value
    details = [{"path": each["path"], "message": each["message"]} for each in wrong]
    if any(each["in"] == "path" for each in wrong):
        raise HttpError(404, "NOT_FOUND", "There is nothing here.", details)
    names = list(dict.fromkeys(each["path"].split("/")[0] for each in details))
    subject = f"The parameter {names[0]} is" if len(names) == 1 else f"The parameters {', '.join(names)} are"
    raise HttpError(400, "BAD_REQUEST_PARAMETERS", f"{subject} not valid.", details)


def _cookies(header):
    pairs = (pair.partition("=") for pair in header.split(";"))
    return {name.strip(): [value.strip()] for name, found, value in pairs if found}


def _body(received, route):
    if route.body is None:
        return None
    sent = received.body
    content = base64.b64decode(sent) if received.base64 else sent.encode("utf-8", "replace")
    if route.stored and len(content) > _MAX_STORED_BYTES:
        raise HttpError(413, "REQUEST_TOO_LARGE", f"The body is larger than {_MAX_STORED_BYTES} bytes.")
    if not content and not route.body.required:
        return None
    media = received.headers.get("content-type", "application/json").lower().split(";")[0].strip()
    known = route.body.media
    found = next((each for each in (media, re.sub("/.*", "/*", media), "*/*") if each in known), None)
    if found is None:
        raise HttpError(415, "UNSUPPORTED_MEDIA_TYPE", f"The body must be {' or '.join(known)}.")
    text = content.decode("utf-8", "replace")
    if not _JSON.fullmatch(media):
        return text if _TEXT.match(media) else content
    value = parse_json(text)
    details = known[found](value) if known[found] else []
    if details:
        raise HttpError(400, "BAD_REQUEST_BODY", "The body does not fit its schema.", details)
    return value


def parse_json(text):
    """A number without a fraction is an int, whatever its spelling. A text that is not JSON is a 400."""
    try:
        value = json.loads(text, parse_float=_number, parse_int=_number, parse_constant=_refuse)
        # Half of a surrogate pair cannot be stored or sent.
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise HttpError(400, "BAD_REQUEST_BODY", "The body is not valid JSON.") from error
    if _levels(value) > _MAX_LEVELS:
        raise HttpError(400, "BAD_REQUEST_BODY", f"The body has more than {_MAX_LEVELS} levels.")
    return value


def _number(text):
    number = float(text)
    if not number.is_integer():
        return number
    # A float is exact up to 2^53. Beyond that, as many digits as possible are kept.
    return int(text) if text.lstrip("-").isdigit() and len(text) < 400 else int(number)


def _refuse(constant):
    raise ValueError(f"{constant} is no JSON")


def _levels(value):
    depth, level = 0, [value]
    while level:
        level = [
            part
            for each in level
            if isinstance(each, (dict, list))
            for part in (each.values() if isinstance(each, dict) else each)
        ]
        depth += 1
    return depth
