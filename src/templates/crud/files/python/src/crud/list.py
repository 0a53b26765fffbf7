"""The verb list: pages of a table, of one part of it, or of what an index has under a value. No more is read than a page
takes.
"""

import base64
import hashlib
import json

from api.errors import HttpError, error_name, not_found
from api.request import Reply
from crud.attributes import from_item
from crud.cursor import decode_cursor, encode_cursor, invalid_cursor
from crud.table import is_expired, key_values, present
from crud.unless_known import unless_known

_DEFAULT_LIMIT = 20
_MAX_LIMIT = 1000
# Pages of nothing but expired items; then the answer has fewer, and a cursor.
_MAX_READS = 10


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
            return _page_reply(request, {"items": []})
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

        def read(page):
            return query(services, page, wanted, index and index[0]) if wanted else scan(services, page)

        items, last = _read_live(services, table, read, page)
        end = _place_of(items[size - 1], table, index) if len(items) > size else last
        body = {"items": [present(from_item(item)) for item in items[:size]]}
        if end:
            body["cursor"] = encode_cursor(end, of_list)
        return _page_reply(request, body)

    return list_page


def _page_reply(request, body):
    """Its ETag is of what it says: a page has no version."""
    digest = hashlib.sha256(json.dumps(body, separators=(",", ":")).encode()).digest()
    tag = base64.urlsafe_b64encode(digest).decode()[:22]
    return unless_known(request, Reply(200, body, {"etag": f'"{tag}"'}))


def _read_live(services, table, read, page):
    """Reads on where some of a page has expired, up to a number of times: the items, and where the reading ended."""
    live = []
    reads = 0
    after = page.get("ExclusiveStartKey")
    while True:
        reads += 1
        try:
            found = read({**page, **({} if after is None else {"ExclusiveStartKey": after})})
        except Exception as error:
            # The rest of the request has been checked: a cursor can have the right form, and name no place in this list.
            if "ExclusiveStartKey" in page and error_name(error) == "ValidationException":
                raise invalid_cursor() from error
            raise
        kept = [item for item in found["Items"] if not is_expired(table, from_item(item), services.now())]
        live += kept
        after = found.get("LastEvaluatedKey")
        if not after or len(kept) == len(found["Items"]) or len(live) >= page["Limit"] or reads == _MAX_READS:
            return live, after


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
