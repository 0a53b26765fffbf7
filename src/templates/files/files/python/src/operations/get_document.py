"""GET /documents/{id}"""

from api.request import Reply
from crud.put_stored import put_stored
from crud.table import iso_time
from files.documents import DOCUMENTS, file_of, find_document, shown
from files.sign import EXPIRES_IN


def get_document(request, services):
    """The first read after the upload finds the file in the bucket, and completes the record."""
    record = find_document(services, request)
    if record["status"] == "pending":
        if not services.bucket.has(file_of(record)):
            return Reply(200, shown(record))
        change = {"status": "stored", "updatedAt": iso_time(services.now()), "_version": record["_version"] + 1}
        stored = {**record, **change}
        # If another request was faster, it has stored the same.
        put_stored(services, DOCUMENTS, stored, record)
        record = stored
    download = {"url": services.bucket.download(file_of(record)), "expiresIn": EXPIRES_IN}
    return Reply(200, {**shown(record), "download": download})
