"""A plugin of pytest for moto's tests.

They reset the account of the embedded cloud instead of moto's. They use a table as soon as they have created it, which
AWS refuses, so each change of a table waits until it is done. Waiters do not pause for as long as AWS takes.
"""

import os
import time
import types
import urllib.request

import botocore.client
import botocore.waiter
from moto.core import models


def reset(_self):
    control = urllib.request.Request(
        os.environ["TEST_SERVER_MODE_ENDPOINT"] + "/_apikit/reset", b"", {"x-apikit-control": "1"}
    )
    urllib.request.urlopen(control).read()


def call(client, operation, members):
    answer = make_api_call(client, operation, members)
    if client.meta.service_model.service_name == "dynamodb" and operation in ("CreateTable", "UpdateTable"):
        table = {"TableName": members["TableName"]}
        while is_busy(make_api_call(client, "DescribeTable", table)["Table"]):
            time.sleep(0.05)
    return answer


def is_busy(table):
    parts = [table["TableStatus"], *(index["IndexStatus"] for index in table.get("GlobalSecondaryIndexes", []))]
    return any(status in ("CREATING", "UPDATING", "DELETING") for status in parts)


make_api_call = botocore.client.BaseClient._make_api_call
botocore.client.BaseClient._make_api_call = call
botocore.waiter.time = types.SimpleNamespace(sleep=lambda seconds: time.sleep(min(seconds, 0.1)))
models.ServerModeMockAWS.reset = reset
