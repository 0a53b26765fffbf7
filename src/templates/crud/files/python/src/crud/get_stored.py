"""Reads one thing."""

from api.errors import not_found
from crud.attributes import from_item
from crud.table import is_expired, key_of, key_values


def get_stored(services, table, key):
    """What is there, expired or not. Consistent, so that a client can read what it has just written."""
    found = services.dynamodb.get_item(
        TableName=services.table_name(table.name), Key=key_of(table, key), ConsistentRead=True
    )
    return from_item(found["Item"]) if "Item" in found else None


def find_stored(services, table, request):
    """What the path names; 404 where it is not there."""
    key = key_values(table, request)
    found = get_stored(services, table, key) if key else None
    if found is None or is_expired(table, found, services.now()):
        raise not_found(f"There is no {table.resource} with this id.")
    return found
