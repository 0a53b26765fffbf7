"""The records of documents."""

from urllib.parse import quote

from api.errors import not_found
from crud.get_stored import find_stored
from crud.table import Table

DOCUMENTS = Table("documents", "document", [("id", "id")])

_SHOWN = ("id", "name", "type", "size", "status", "createdAt", "updatedAt")


def owner_of(request):
    """The user, or the API key if the operation has no users."""
    return request.caller.id if request.caller else request.key_id


def file_of(record):
    """The key of the file in the bucket: below the prefix of its owner."""
    return f"{quote(record['owner'], safe='')}/{record['id']}"


def find_document(services, request):
    """Returns the record that the path names. The documents of others do not exist."""
    found = find_stored(services, DOCUMENTS, request)
    if found["owner"] != owner_of(request):
        raise not_found("There is no document with this id.")
    return found


def shown(record):
    """Returns the record for clients."""
    return {name: record[name] for name in _SHOWN}
