"""The verb get."""

from crud.get_stored import find_stored
from crud.table import reply_with


def get_operation(table):
    return lambda request, services: reply_with(200, find_stored(services, table, request))
