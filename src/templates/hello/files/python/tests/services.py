"""The services of the tests."""

from datetime import UTC, datetime

from services import Services


def test_services():
    return Services(lambda: datetime(2026, 1, 31, 12, tzinfo=UTC))
