"""The services of the tests: DynamoDB in memory, and a bucket that knows which files have come."""

from datetime import UTC, datetime

from files.bucket import Bucket
from services import Services
from tests.memory_dynamodb import MemoryDynamoDb

_ENV = {
    "BUCKET_DOCUMENTS": "documents",
    "AWS_REGION": "eu-west-1",
    "AWS_ACCESS_KEY_ID": "AKID",
    "AWS_SECRET_ACCESS_KEY": "secret",
}


class MemoryBucket(Bucket):
    def __init__(self, files):
        super().__init__(_ENV, _now)
        self._files = files

    def has(self, key):
        return key in self._files

    def remove(self, key):
        self._files.discard(key)


def _now():
    return datetime.now(UTC)


def test_services(files=None):
    """`files` has the keys of the files in the bucket."""
    bucket = MemoryBucket(set() if files is None else files)
    return Services(MemoryDynamoDb({"documents": ["id"]}), lambda table: table, bucket, _now)
