"""Reads one item."""

from api.errors import not_found
from crud.attributes import from_item
from crud.table import is_expired, key_of, key_values


def get_stored(services, table, key):
    """Returns the stored item, even if it has expired. The read is consistent, so that a client can read its own
    writes."""
    found = services.dynamodb.get_item(
        TableName=services.table_name(table.name), Key=key_of(table, key), ConsistentRead=True
    )
    return from_item(found["Item"]) if "Item" in found else None


def find_stored(services, table, request):
    """Returns the item that the path names, or throws a 404."""
    key = key_values(table, request)
    found = get_stored(services, table, key) if key else None
    if found is None or is_expired(table, found, services.now()):
        raise not_found(f"There is no {table.resource} with this id.")
    return found
