"""A table of the operations, its stored items, and their form for clients."""

from dataclasses import dataclass

from api.request import Reply

# DynamoDB's limits of a partition key and of a sort key, in bytes.
_MAX_KEY_BYTES = (2048, 1024)


@dataclass
class Table:
    """The description of a table in generated/contract.py, from openapi.yaml and apikit.yaml."""

    # The name in apikit.yaml.
    name: str
    # The name of one item in messages: `order line`.
    resource: str
    # The key's attributes, each with its path parameter. An attribute without one is generated for a new item.
    keys: list[tuple[str, str | None]]
    # The attribute with the time at which an item expires, in seconds since 1970.
    ttl: str | None = None


def key_values(table, request):
    """Returns the values of the key in the path, or None if one of them cannot be a key."""
    values = {}
    for (attribute, parameter), longest in zip(table.keys, _MAX_KEY_BYTES):
        if parameter is None:
            continue
        value = str(request.path.get(parameter, ""))
        if value == "" or len(value.encode()) > longest:
            return None
        values[attribute] = value
    return values


def key_of(table, stored):
    return {attribute: {"S": str(stored[attribute])} for attribute, _ in table.keys}


def condition(table, version):
    """The condition of a write: exactly this version, or, without one, no stored item."""
    if version is None:
        return {
            "ConditionExpression": "attribute_not_exists(#key)",
            "ExpressionAttributeNames": {"#key": table.keys[0][0]},
        }
    return {
        "ConditionExpression": "#version = :version",
        "ExpressionAttributeNames": {"#version": "_version"},
        "ExpressionAttributeValues": {":version": {"N": str(version)}},
    }


def is_expired(table, stored, now):
    """DynamoDB deletes an expired item only after some time, within days. Until then it counts as deleted."""
    end = stored.get(table.ttl) if table.ttl else None
    return isinstance(end, (int, float)) and not isinstance(end, bool) and end <= now.timestamp()


def iso_time(moment):
    """ISO 8601, UTC, with milliseconds."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def present(stored):
    """Returns the item for clients, without the internal attributes `_version` and `_requestHash`."""
    return {name: value for name, value in stored.items() if name not in ("_version", "_requestHash")}


def etag(stored):
    return f'"{stored["_version"]}"'


def reply_with(status, stored):
    return Reply(status, present(stored), {"etag": etag(stored)})
