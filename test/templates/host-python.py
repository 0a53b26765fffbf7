"""Runs a Python handler in a process of its own, as Lambda does: events as lines on stdin, responses as lines on the
descriptor 3, the log on stdout. Several events at a time, as several instances of the function would."""

import importlib
import json
import os
import sys
import threading
import types

sys.path.insert(0, sys.argv[1])
handler = importlib.import_module("handler").handler
answers = os.fdopen(3, "w")
lock = threading.Lock()


def send(answer):
    with lock:
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def serve(number, event):
    try:
        context = types.SimpleNamespace(aws_request_id=f"function-{number}")
        send({"id": number, "result": handler(event, context)})
    except Exception as error:
        send({"id": number, "error": repr(error)})


send({"ready": True})
for line in sys.stdin:
    message = json.loads(line)
    threading.Thread(target=serve, args=(message["id"], message["event"]), daemon=True).start()
