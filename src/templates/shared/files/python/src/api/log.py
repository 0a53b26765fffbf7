"""The log: one JSON object per line on stdout, which Lambda sends to CloudWatch."""

import json
import sys
import traceback
from datetime import UTC, datetime

from api.errors import error_name

_LEVELS = ["debug", "info", "warn", "error"]


def _to_stdout(line):
    sys.stdout.write(line)
    sys.stdout.flush()


def create_log(least="info", write=_to_stdout):
    """`least` is the lowest level to write, in upper or lower case. An unknown level means 'info'."""
    wanted = least.lower()
    threshold = _LEVELS.index(wanted if wanted in _LEVELS else "info")

    def log(level, message, fields):
        if _LEVELS.index(level) < threshold:
            return
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        write(json.dumps({"level": level, "time": now, "message": message, **fields}, default=str) + "\n")

    return log


def describe_error(error):
    """Returns an error as log fields, with its chain of causes."""
    cause = error.__cause__
    return {
        "name": error_name(error),
        "message": str(error),
        "stack": "".join(traceback.format_exception(error, chain=False)),
        **({} if cause is None else {"cause": describe_error(cause)}),
    }
