"""The services that every operation gets with its request. They are created once and used for all requests of this
instance."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass
class Services:
    now: Callable[[], datetime]


def create_services(env):
    return Services(lambda: datetime.now(UTC))
