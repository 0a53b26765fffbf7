"""Writes one item with a condition."""

from api.errors import error_name
from crud.attributes import to_item
from crud.table import condition


def put_stored(services, table, stored, current=None):
    """Replaces `current` if it has not changed or, without `current`, writes only a new item. Returns whether it
    succeeded."""
    return succeeds(
        services.dynamodb.put_item,
        TableName=services.table_name(table.name),
        Item=to_item(stored),
        **condition(table, current and current["_version"]),
    )


def succeeds(write, **parameters):
    try:
        write(**parameters)
        return True
    except Exception as error:
        if error_name(error) == "ConditionalCheckFailedException":
            return False
        raise
