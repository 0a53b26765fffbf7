"""The verb delete."""

from api.request import Reply
from crud.on_current import on_current
from crud.put_stored import succeeds
from crud.table import condition, key_of


def remove_stored(services, table, stored):
    """Deletes exactly this version. Returns whether it succeeded."""
    return succeeds(
        services.dynamodb.delete_item,
        TableName=services.table_name(table.name),
        Key=key_of(table, stored),
        **condition(table, stored["_version"]),
    )


def delete_operation(table, remove=remove_stored):
    def delete(request, services):
        def write(current):
            return Reply(204) if remove(services, table, current) else None

        return on_current(services, table, request, write)

    return delete
