"""Responses to clients that have cached an earlier one."""

from api.request import Reply


def unless_known(request, reply):
    """Returns a 304 without a body if If-None-Match contains the reply's ETag. The comparison is weak (RFC 9110
    §13.1.2)."""
    known = request.headers.get("if-none-match")
    if known is None:
        return reply
    tags = [tag.strip().removeprefix("W/") for tag in known.split(",")]
    return Reply(304, headers=reply.headers) if "*" in tags or reply.headers["etag"] in tags else reply
