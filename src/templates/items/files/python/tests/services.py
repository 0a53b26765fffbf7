"""The services of the tests: DynamoDB in memory."""

from services import Services
from tests.memory_dynamodb import MemoryDynamoDb


def test_services(dynamodb=None):
    return Services(dynamodb or MemoryDynamoDb({"__items__": ["id"]}), lambda table: table)
