"""POST /__path__"""

import uuid

from api.request import Reply
from crud.put_stored import put_stored
from crud.table import iso_time
from files.__itemsSnake__ import BUCKET, TABLE, file_of, owner_of, shown
from files.bucket import bucket_of


def create___itemSnake__(request, services):
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
    put_stored(services, TABLE, record)
    upload = bucket_of(services, BUCKET).upload(file_of(record), record["type"], record["size"])
    return Reply(201, {**shown(record), "upload": upload}, {"location": f"__last__/{record['id']}"})
