"""The services that every operation gets with its request. They are created once and used for all requests of this
instance."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from files.bucket import Bucket


@dataclass
class Services:
    # boto3's low-level client.
    dynamodb: Any
    # Maps a table of apikit.yaml to its physical name.
    table_name: Callable[[str], str]
    bucket: Bucket
    now: Callable[[], datetime]


def create_services(env):
    # Lambda's Python runtime contains boto3. The import is here and not above, so that the tests do not need it.
    import boto3
    from botocore.config import Config

    # Three attempts of two seconds: a slow table leads to a 503 before the caller has waited too long. If the function
    # has less time, api/deadline.py responds first.
    config = Config(
        connect_timeout=1,
        read_timeout=2,
        retries={"mode": "standard", "total_max_attempts": 3},
        tcp_keepalive=True,
    )

    def table_name(table):
        variable = "TABLE_" + re.sub("[^A-Z0-9]", "_", table.upper())
        if not env.get(variable):
            raise LookupError(f"{variable} is not set: apikit sets it to the name of the table")
        return env[variable]

    def now():
        return datetime.now(UTC)

    dynamodb = boto3.client("dynamodb", region_name=env.get("AWS_REGION"), config=config)
    return Services(dynamodb, table_name, Bucket(env, now), now)
