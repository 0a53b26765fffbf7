"""POST /documents"""

import uuid

from api.request import Reply
from crud.put_stored import put_stored
from crud.table import iso_time
from files.documents import DOCUMENTS, file_of, owner_of, shown


def create_document(request, services):
    time = iso_time(services.now())
    record = {
        **request.body,
        "id": str(uuid.uuid4()),
        "owner": owner_of(request),
        "status": "pending",
        "createdAt": time,
        "updatedAt": time,
        "_version": 1,
        "_requestHash": "",
    }
    put_stored(services, DOCUMENTS, record)
    upload = services.bucket.upload(file_of(record), record["type"], record["size"])
    return Reply(201, {**shown(record), "upload": upload}, {"location": f"documents/{record['id']}"})
