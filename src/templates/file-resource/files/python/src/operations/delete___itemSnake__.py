"""DELETE /__path__/{id}"""

from api.request import Reply
from crud.table import key_of
from files.__itemsSnake__ import BUCKET, TABLE, file_of, find
from files.bucket import bucket_of


def delete___itemSnake__(request, services):
    """The file goes first: a record without a file can be deleted again, and a file without a record is lost."""
    record = find(services, request)
    bucket_of(services, BUCKET).remove(file_of(record))
    services.dynamodb.delete_item(TableName=services.table_name(TABLE.name), Key=key_of(TABLE, record))
    return Reply(204)
