"""DELETE /documents/{id}"""

from api.request import Reply
from crud.table import key_of
from files.documents import DOCUMENTS, file_of, find_document


def delete_document(request, services):
    """The file goes first: a record without a file can be deleted again, and a file without a record is lost."""
    record = find_document(services, request)
    services.bucket.remove(file_of(record))
    services.dynamodb.delete_item(TableName=services.table_name(DOCUMENTS.name), Key=key_of(DOCUMENTS, record))
    return Reply(204)
