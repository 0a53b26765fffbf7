"""The verb list: pages of a table, of one part of it, or of what an index has under a value. Never more than a page is
read.
"""

import json

from api.errors import HttpError, not_found
from api.request import Reply
from crud.attributes import from_item
from crud.cursor import decode_cursor, encode_cursor
from crud.table import key_values, present

_DEFAULT_LIMIT = 20
_MAX_LIMIT = 1000


def list_operation(table, *, scan=None, query=None, filters=(), indexes=()):
    """`scan` reads a page of the whole table, `query` one of what has certain keys; each is there only where the list needs
    it. `filters` are query parameters that are keys of an index; an index is its name, its key and its sort key, if any."""

    def list_page(request, services):
        given = {name: request.query[name] for name in filters if name in request.query}
        part = key_values(table, request)
        if part is None:
            raise not_found("There is nothing here.")
        wanted = {**part, **given}
        index = _index_for(indexes, wanted, given) if given else None
        of_list = json.dumps([index and index[0], wanted])
        # No key is empty: there is nothing to find, and DynamoDB would refuse to look.
        if "" in wanted.values():
            return Reply(200, {"items": []})
        if (query if wanted else scan) is None:
            raise HttpError(400, "BAD_REQUEST_PARAMETERS", f"One of {', '.join(filters)} is needed.")
        limit, cursor = request.query.get("limit"), request.query.get("cursor")
        size = min(limit, _MAX_LIMIT) if isinstance(limit, int) else _DEFAULT_LIMIT
        page = {
            "TableName": services.table_name(table.name),
            # One more than asked for tells whether anything follows, so that the last page never points to an empty one.
            "Limit": size + 1,
            **({} if cursor is None else {"ExclusiveStartKey": decode_cursor(cursor, of_list)}),
        }
        found = query(services, page, wanted, index and index[0]) if wanted else scan(services, page)
        items = found["Items"]
        end = _place_of(items[size - 1], table, index) if len(items) > size else found.get("LastEvaluatedKey")
        body = {"items": [present(from_item(item)) for item in items[:size]]}
        if end:
            body["cursor"] = encode_cursor(end, of_list)
        return Reply(200, body)

    return list_page


def _index_for(indexes, wanted, given):
    """The index that has all of the filters as its keys."""
    for index in indexes:
        if index[1] in wanted and all(name in index[1:] for name in wanted):
            return index
    message = "cannot be used alone or together with the others"
    details = [{"path": name, "message": message} for name in given]
    raise HttpError(400, "BAD_REQUEST_PARAMETERS", "There is no list with these filters.", details)


def _place_of(item, table, index):
    """Where a page ends, as DynamoDB wants it for the next: the keys of the table and of the index."""
    names = [attribute for attribute, _ in table.keys] + list(index[1:] if index else ())
    return {name: item[name] for name in names}
