"""The verb create."""

import base64
import hashlib
import json
import re
import uuid

from api.errors import HttpError, conflict, invalid_parameter, not_found
from crud.get_stored import get_stored
from crud.put_stored import put_stored
from crud.table import is_expired, iso_time, key_values, reply_with

# The namespace of this project's name-based UUIDs: a random value that never changes.
_NAMESPACE = uuid.UUID("5b1c0d3e-9a46-4f0e-a1c2-7d52e8f6b904")
_VISIBLE = re.compile(r"[\x21-\x7e]{1,255}")


def create_operation(table, put=put_stored):
    """With an Idempotency-Key, the id is derived from the key, so a repeated request is the same conditional write.
    The second request finds the item of the first one. The hash in the item shows whether the body is the same."""
    made = table.keys[-1][0]

    def create(request, services):
        given = key_values(table, request)
        if given is None:
            raise not_found("There is nothing here.")
        request_hash = _hash(request.body)
        time = iso_time(services.now())
        created = {
            **request.body,
            **given,
            made: _new_id(_idempotency_key(request, given.values())),
            "createdAt": time,
            "updatedAt": time,
            "_version": 1,
            "_requestHash": request_hash,
        }
        if put(services, table, created):
            return _created_reply(created, made, request)
        first = get_stored(services, table, created)
        if first is None:
            raise conflict("The first request with this Idempotency-Key was undone meanwhile; use a new key.")
        # An expired item counts as deleted, and is replaced.
        if is_expired(table, first, services.now()) and put(services, table, created, first):
            return _created_reply(created, made, request)
        if first["_requestHash"] != request_hash:
            message = "This Idempotency-Key was used with another body."
            raise HttpError(422, "IDEMPOTENCY_KEY_REUSED", message)
        times = {"createdAt": first["createdAt"], "updatedAt": first["createdAt"]}
        return _created_reply({**created, **times}, made, request)

    return create


def _created_reply(stored, made, request):
    """Location is relative to the request's URL, so it is correct for every stage, domain and base path."""
    reply = reply_with(201, stored)
    collection = request.resource.split("/")[-1]
    reply.headers["location"] = f"{collection}/{stored[made]}"
    return reply


def _idempotency_key(request, place):
    """A key belongs to its caller and its path: two API keys may use the same Idempotency-Key."""
    key = request.headers.get("idempotency-key")
    if key is None:
        return None
    if not _VISIBLE.fullmatch(key):
        raise invalid_parameter("Idempotency-Key", "must be 1 to 255 visible ASCII characters")
    caller = request.caller.id if request.caller else request.key_id
    return "/".join([caller, *place, key])


def _new_id(name):
    """Returns a random UUID or, for a name, always the same UUID (version 5, RFC 9562 §5.5)."""
    return str(uuid.uuid4() if name is None else uuid.uuid5(_NAMESPACE, name))


def _hash(body):
    """Returns the same hash for bodies with the same contents, whatever their spacing and order."""
    text = json.dumps(body, sort_keys=True, separators=(",", ":"))
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")
