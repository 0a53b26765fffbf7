"""Called for every change of a user, in order and at least once. It writes a line to the consumer's log."""

import json


def handler(event, _context):
    for record in event["Records"]:
        # Only the id: names and addresses of people do not belong in logs.
        line = {
            "level": "info",
            "message": "user changed",
            "change": record["eventName"],
            "userId": record["dynamodb"]["Keys"]["userId"]["S"],
            "eventID": record["eventID"],
        }
        print(json.dumps(line))
