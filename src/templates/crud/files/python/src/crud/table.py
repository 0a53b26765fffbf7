"""A table that operations work on, what is kept in it, and how that is shown to clients."""

from dataclasses import dataclass

from api.request import Reply

# DynamoDB's limits of a partition key and of a sort key, in bytes.
_MAX_KEY_BYTES = (2048, 1024)


@dataclass
class Table:
    """As generated/contract.py has it from openapi.yaml and apikit.yaml."""

    # In apikit.yaml.
    name: str
    # One of its things, in prose: `order line`.
    resource: str
    # The key's attributes, each with the path parameter it is taken from; without one it is made for what is created.
    keys: list[tuple[str, str | None]]
    # The attribute with the time when an item expires, in seconds since 1970.
    ttl: str | None = None


def key_values(table, request):
    """The values of the key that the path has; None where one of them cannot be a key."""
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
    """Only over exactly this version; without one, only where nothing is stored."""
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
    """DynamoDB removes what has expired some time later, within days: until then it is as if it were not there."""
    end = stored.get(table.ttl) if table.ttl else None
    return isinstance(end, (int, float)) and not isinstance(end, bool) and end <= now.timestamp()


def iso_time(moment):
    """ISO 8601, UTC, with milliseconds."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def present(stored):
    """As clients see it: `_version` and `_requestHash` are ours."""
    return {name: value for name, value in stored.items() if name not in ("_version", "_requestHash")}


def etag(stored):
    return f'"{stored["_version"]}"'


def reply_with(status, stored):
    return Reply(status, present(stored), {"etag": etag(stored)})
