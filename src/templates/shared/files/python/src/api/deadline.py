"""Ends what would outlast the function, while there is still time to answer."""

import signal
import threading
from contextlib import contextmanager

from api.errors import HttpError

# Seconds that are kept for the answer and its line in the log.
_RESERVE = 0.3


class OutOfTime(BaseException):
    """No Exception: the clients of AWS would take it for a failed attempt, and try again."""


@contextmanager
def within_deadline(context):
    """503 where the function's time is nearly over: Lambda would end the function without an answer, which is a 502 to the
    client. What was being waited for may still happen. Lambda calls handlers in the main thread, where alarms work."""
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
