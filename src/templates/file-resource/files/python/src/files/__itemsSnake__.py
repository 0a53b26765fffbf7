"""The records of __items__, and the bucket of their files."""

from urllib.parse import quote

from api.errors import not_found
from crud.get_stored import find_stored
from crud.table import Table

TABLE = Table("__items__", "__item__", [("id", "id")])

# The name of the bucket in apikit.yaml.
BUCKET = "__items__"

_SHOWN = ("id", "name", "type", "size", "status", "createdAt", "updatedAt")


def owner_of(request):
    """The user, or the API key if the operation has no users."""
    return request.caller.id if request.caller else request.key_id


def file_of(record):
    """The key of the file in the bucket: below the prefix of its owner."""
    return f"{quote(record['owner'], safe='')}/{record['id']}"


def find(services, request):
    """Returns the record that the path names. The __items__ of others do not exist."""
    found = find_stored(services, TABLE, request)
    if found["owner"] != owner_of(request):
        raise not_found("There is no __item__ with this id.")
    return found


def shown(record):
    """Returns the record for clients."""
    return {name: record[name] for name in _SHOWN}
