"""The verb update: it keeps the fields that the request leaves out."""

from crud.change import change
from crud.on_current import on_current
from crud.put_stored import put_stored


def update_operation(table, put=put_stored):
    def update(request, services):
        def write(current):
            return change(services, table, put, current, {**current, **request.body})

        return on_current(services, table, request, write)

    return update
