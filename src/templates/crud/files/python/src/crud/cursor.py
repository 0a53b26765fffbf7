"""The opaque place between two pages of one list. The checksum catches cursors that were cut, edited, or taken from
another list. It is no secret: whoever forges a cursor only starts elsewhere in a list that the same caller may read from
the beginning.
"""

import base64
import hashlib
import json

from api.errors import invalid_parameter


def encode_cursor(last, of_list):
    """`of_list` tells one list from another: the filters, and what is in the path."""
    key = json.dumps(last, ensure_ascii=False, separators=(",", ":"))
    checksum = hashlib.sha256(f"{of_list}\n{key}".encode()).hexdigest()[:12]
    return base64.urlsafe_b64encode((checksum + key).encode()).decode().rstrip("=")


def decode_cursor(cursor, of_list):
    """The key that the page before ended with; 400 for anything that `encode_cursor` did not return for this list."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        last = json.loads(text[12:])
        if _is_key(last) and encode_cursor(last, of_list) == cursor:
            return last
    except (ValueError, RecursionError):
        pass  # No base64, no text or no JSON: as below.
    raise invalid_cursor()


def invalid_cursor():
    """400: a cursor that no page of this list ended with."""
    return invalid_parameter("cursor", "must be the cursor of an earlier page, unchanged")


def _is_key(value):
    return isinstance(value, dict) and all(
        isinstance(each, dict) and list(each) in (["S"], ["N"]) and all(isinstance(text, str) for text in each.values())
        for each in value.values()
    )
