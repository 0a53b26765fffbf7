"""Updates stored items without lost updates."""

from api.errors import HttpError, conflict
from crud.get_stored import find_stored
from crud.table import etag

# The number of attempts of a write without If-Match if other requests are faster.
_MAX_ATTEMPTS = 10


def on_current(services, table, request, write):
    """Tries a write that succeeds only on the version that it has read. Throws a 412 if If-Match names another
    version."""
    for _ in range(_MAX_ATTEMPTS):
        current = find_stored(services, table, request)
        _require_match(table, request.headers.get("if-match"), current)
        done = write(current)
        if done is not None:
            return done
    raise conflict(f"The {table.resource} is being changed by other requests; try again.")


def _require_match(table, if_match, current):
    if if_match is None or if_match.strip() == "*":
        return
    if etag(current) not in [tag.strip() for tag in if_match.split(",")]:
        message = f"The {table.resource} has changed since the version named by If-Match."
        raise HttpError(412, "PRECONDITION_FAILED", message)
