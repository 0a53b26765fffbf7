"""What every operation gets beside its request: made once, and kept for every request this instance serves."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass
class Services:
    now: Callable[[], datetime]


def create_services(env):
    return Services(lambda: datetime.now(UTC))
