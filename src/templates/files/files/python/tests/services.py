"""The services of the tests: DynamoDB in memory, and a bucket that knows which files have come."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from files.bucket import Bucket
from services import Services
from tests.memory_dynamodb import MemoryDynamoDb

_ENV = {
    "BUCKET_DOCUMENTS": "documents",
    "AWS_REGION": "eu-west-1",
    "AWS_ACCESS_KEY_ID": "AKID",
    "AWS_SECRET_ACCESS_KEY": "secret",
}


@dataclass
class FileServices(Services):
    # Returns a bucket of the tests.
    bucket: Any = None


class MemoryBucket(Bucket):
    def __init__(self, bucket, files):
        super().__init__(bucket, _ENV, _now)
        self._files = files

    def has(self, key):
        return key in self._files

    def remove(self, key):
        self._files.discard(key)


def _now():
    return datetime.now(UTC)


def test_services(files=None):
    """`files` has the keys of the files in the bucket."""
    present = set() if files is None else files
    dynamodb = MemoryDynamoDb({"documents": ["id"]})
    return FileServices(dynamodb, lambda table: table, _now, lambda bucket: MemoryBucket(bucket, present))
