"""The opaque position between two pages of a list. The checksum detects cursors that were cut, edited, or taken from
another list. It needs no secret: a forged cursor only starts at another position of a list that the caller may read
anyway.
"""

import base64
import hashlib
import json

from api.errors import invalid_parameter


def encode_cursor(last, of_list):
    """`of_list` identifies the list: its filters, and the values in the path."""
    key = json.dumps(last, ensure_ascii=False, separators=(",", ":"))
    checksum = hashlib.sha256(f"{of_list}\n{key}".encode()).hexdigest()[:12]
    return base64.urlsafe_b64encode((checksum + key).encode()).decode().rstrip("=")


def decode_cursor(cursor, of_list):
    """Returns the last key of the previous page. Anything that `encode_cursor` did not return for this list is a
    400."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        last = json.loads(text[12:])
        if _is_key(last) and encode_cursor(last, of_list) == cursor:
            return last
    except (ValueError, RecursionError):
        pass  # It is not base64, not text or not JSON; the error below says so.
    raise invalid_cursor()


def invalid_cursor():
    """The error (400) for a cursor that does not belong to this list."""
    return invalid_parameter("cursor", "must be the cursor of an earlier page, unchanged")


def _is_key(value):
    return isinstance(value, dict) and all(
        isinstance(each, dict) and list(each) in (["S"], ["N"]) and all(isinstance(text, str) for text in each.values())
        for each in value.values()
    )
