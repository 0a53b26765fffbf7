"""The verb replace: it removes the fields that the request leaves out."""

from crud.change import change
from crud.on_current import on_current
from crud.put_stored import put_stored


def replace_operation(table, put=put_stored):
    def replace(request, services):
        def write(current):
            return change(services, table, put, current, request.body)

        return on_current(services, table, request, write)

    return replace
