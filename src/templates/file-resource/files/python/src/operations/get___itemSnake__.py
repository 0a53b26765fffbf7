"""GET /__path__/{id}"""

from api.request import Reply
from crud.put_stored import put_stored
from crud.table import iso_time
from files.__itemsSnake__ import BUCKET, TABLE, file_of, find, shown
from files.bucket import bucket_of
from files.sign import EXPIRES_IN


def get___itemSnake__(request, services):
    """The first read after the upload finds the file in the bucket, and completes the record."""
    record = find(services, request)
    bucket = bucket_of(services, BUCKET)
    if record["status"] == "pending":
        if not bucket.has(file_of(record)):
            return Reply(200, shown(record))
        change = {"status": "stored", "updatedAt": iso_time(services.now()), "_version": record["_version"] + 1}
        stored = {**record, **change}
        # If another request was faster, it has stored the same.
        put_stored(services, TABLE, stored, record)
        record = stored
    download = {"url": bucket.download(file_of(record)), "expiresIn": EXPIRES_IN}
    return Reply(200, {**shown(record), "download": download})
