"""The verb list: pages of a table, of one partition, or of an index. It reads only as much as a page needs."""

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
# The limit of reads that return only expired items. After it, the response has fewer items and a cursor.
_MAX_READS = 10


def list_operation(table, *, scan=None, query=None, filters=(), indexes=()):
    """`scan` reads a page of the whole table, and `query` one of items with certain keys. Each is set only if the
    list needs it. `filters` are query parameters that are keys of an index. An index is its name, its key and its
    sort key, if any."""

    def list_page(request, services):
        given = {name: request.query[name] for name in filters if name in request.query}
        part = key_values(table, request)
        if part is None:
            raise not_found("There is nothing here.")
        wanted = {**part, **given}
        index = _index_for(indexes, wanted, given) if given else None
        of_list = json.dumps([index and index[0], wanted])
        # DynamoDB has no empty keys, and rejects a query for one.
        if "" in wanted.values():
            return _page_reply(request, {"items": []})
        if (query if wanted else scan) is None:
            raise HttpError(400, "BAD_REQUEST_PARAMETERS", f"One of {', '.join(filters)} is needed.")
        limit, cursor = request.query.get("limit"), request.query.get("cursor")
        size = min(limit, _MAX_LIMIT) if isinstance(limit, int) else _DEFAULT_LIMIT
        page = {
            "TableName": services.table_name(table.name),
            # One item more shows whether another page follows, so that the last page has no cursor.
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
    """The ETag comes from the contents, because a page has no version."""
    digest = hashlib.sha256(json.dumps(body, separators=(",", ":")).encode()).digest()
    tag = base64.urlsafe_b64encode(digest).decode()[:22]
    return unless_known(request, Reply(200, body, {"etag": f'"{tag}"'}))


def _read_live(services, table, read, page):
    """Continues to read if some items of a page have expired, up to a limit. Returns the items and the position of
    the last read."""
    live = []
    reads = 0
    after = page.get("ExclusiveStartKey")
    while True:
        reads += 1
        try:
            found = read({**page, **({} if after is None else {"ExclusiveStartKey": after})})
        except Exception as error:
            # The rest of the request is valid, so the cursor has the right form but is not a position of this list.
            if "ExclusiveStartKey" in page and error_name(error) == "ValidationException":
                raise invalid_cursor() from error
            raise
        kept = [item for item in found["Items"] if not is_expired(table, from_item(item), services.now())]
        live += kept
        after = found.get("LastEvaluatedKey")
        if not after or len(kept) == len(found["Items"]) or len(live) >= page["Limit"] or reads == _MAX_READS:
            return live, after


def _index_for(indexes, wanted, given):
    """Returns the index whose keys are all of the filters."""
    for index in indexes:
        if index[1] in wanted and all(name in index[1:] for name in wanted):
            return index
    message = "cannot be used alone or together with the others"
    details = [{"path": name, "message": message} for name in given]
    raise HttpError(400, "BAD_REQUEST_PARAMETERS", "There is no list with these filters.", details)


def _place_of(item, table, index):
    """Returns the end of a page in DynamoDB's form for the next read: the keys of the table and of the index."""
    names = [attribute for attribute, _ in table.keys] + list(index[1:] if index else ())
    return {name: item[name] for name in names}
