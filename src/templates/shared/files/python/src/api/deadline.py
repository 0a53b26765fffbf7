"""Stops an operation that would exceed the function's timeout, while there is still time to respond."""

import signal
import threading
from contextlib import contextmanager

from api.errors import HttpError

# The time in seconds that is reserved for the response and its log line.
_RESERVE = 0.3


class OutOfTime(BaseException):
    """It is not an Exception, because AWS clients would treat it as a failed attempt and retry."""


@contextmanager
def within_deadline(context):
    """Raises a 503 shortly before the function's timeout: at the timeout Lambda would stop the function without a
    response, which is a 502 for the client. The work itself may still finish. Lambda calls handlers in the main
    thread, where alarms work."""
    remaining = getattr(context, "get_remaining_time_in_millis", None)
    if remaining is None or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _ring)
    try:
        try:
            signal.setitimer(signal.ITIMER_REAL, max(remaining() / 1000 - _RESERVE, 0.001))
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    except OutOfTime as error:
        raise HttpError(503, "UNAVAILABLE", "The service is busy; try again shortly.") from error
    finally:
        signal.signal(signal.SIGALRM, before)


def _ring(_signal, _frame):
    raise OutOfTime("The operation had not ended when the function's time was nearly over.")
