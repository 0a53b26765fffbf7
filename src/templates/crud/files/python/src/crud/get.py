"""The verb get."""

from crud.get_stored import find_stored
from crud.table import reply_with
from crud.unless_known import unless_known


def get_operation(table):
    return lambda request, services: unless_known(request, reply_with(200, find_stored(services, table, request)))
