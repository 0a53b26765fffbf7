"""The services of the tests: DynamoDB in memory."""

from datetime import UTC, datetime

from services import Services
from tests.memory_dynamodb import MemoryDynamoDb


def test_services(dynamodb=None):
    now = datetime(2026, 1, 31, 12, tzinfo=UTC)
    return Services(dynamodb or MemoryDynamoDb({"__items__": ["id"]}), lambda table: table, lambda: now)
