"""An email belongs to one user. The table `emails` has an item for each email, which is written and deleted in the
same transaction as the user. So of two requests with the same email one is rejected, even at the same time.
"""

import random
import time

from api.errors import HttpError, error_name
from crud.attributes import to_item
from crud.put_stored import put_stored
from crud.table import Table, condition, key_of

USERS = Table("users", "user", [("userId", "userId")])
# The path of a new user contains no id.
NEW_USERS = Table("users", "user", [("userId", None)])

# The number of attempts of a transaction if others change the same user or email.
_MAX_ATTEMPTS = 6


class Refused(Exception):
    """Returns the reason for a cancelled transaction, by the name that the same error has for a single write."""

    def __init__(self, code, message):
        super().__init__(message)
        self.response = {"Error": {"Code": code, "Message": message}}


def put_user(services, table, stored, current=None):
    if current and _email_of(current) == _email_of(stored):
        return put_stored(services, table, stored, current)
    user = {
        "TableName": services.table_name(table.name),
        "Item": to_item(stored),
        **condition(table, current and current["_version"]),
    }
    email = {"email": {"S": _email_of(stored)}, "userId": {"S": stored["userId"]}}
    writes = [{"Put": user}, {"Put": {**_claim(services, stored), "Item": email}}]
    if current:
        writes.append({"Delete": _release(services, current)})
    return _transact(services, writes)


def remove_user(services, table, stored):
    user = {
        "TableName": services.table_name(table.name),
        "Key": key_of(table, stored),
        **condition(table, stored["_version"]),
    }
    return _transact(services, [{"Delete": user}, {"Delete": _release(services, stored)}])


def _email_of(stored):
    """The case of letters does not matter in an address."""
    return stored["email"].lower()


def _claim(services, stored):
    return {
        "TableName": services.table_name("emails"),
        "ConditionExpression": "attribute_not_exists(#email) OR #userId = :userId",
        "ExpressionAttributeNames": {"#email": "email", "#userId": "userId"},
        "ExpressionAttributeValues": {":userId": {"S": stored["userId"]}},
    }


def _release(services, stored):
    return {
        "TableName": services.table_name("emails"),
        "Key": {"email": {"S": _email_of(stored)}},
        "ConditionExpression": "#userId = :userId",
        "ExpressionAttributeNames": {"#userId": "userId"},
        "ExpressionAttributeValues": {":userId": {"S": stored["userId"]}},
    }


def _transact(services, writes):
    """The first write is the user's. Returns False if its condition fails, and raises a 409 if another user has the
    email."""
    for attempt in range(1, _MAX_ATTEMPTS + 1):
        try:
            services.dynamodb.transact_write_items(TransactItems=writes)
            return True
        except Exception as error:
            if error_name(error) != "TransactionCanceledException":
                raise
            user, *emails = error.response["CancellationReasons"]
            if user["Code"] == "ConditionalCheckFailed":
                return False
            if any(email["Code"] == "ConditionalCheckFailed" for email in emails):
                details = [{"path": "/email", "message": "is taken"}]
                raise HttpError(409, "CONFLICT", "Another user has this email.", details) from error
            for reason in (user, *emails):
                if reason["Code"] == "ValidationError":
                    raise Refused("ValidationException", reason["Message"]) from error
            if attempt == _MAX_ATTEMPTS:
                raise Refused("TransactionConflictException", str(error)) from error
            time.sleep(random.random() * 0.02 * 2**attempt)
