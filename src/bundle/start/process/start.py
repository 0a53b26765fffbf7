"""Loads a Python handler once, as Lambda does at a start, and reports the outcome. It runs in its own process, without this
machine's environment. It blocks the network only against accidents; it is not a sandbox, and code can bypass it. It reads its
task from stdin and writes the report to the descriptor 3. It uses only the standard library."""

import importlib
import inspect
import json
import os
import socket
import sys
import traceback

work = json.load(sys.stdin)
folder = work["folder"]
answers = os.dup(3)
os.close(3)
asked_network = False


class NoNetwork(OSError):
    pass


def refuse(target):
    global asked_network
    asked_network = True
    raise NoNetwork(f"apikit starts the handler without a network, but it needs {target}")


def named(address):
    return ":".join(str(part) for part in address[:2]) if isinstance(address, tuple) else str(address)


socket.socket.connect = lambda self, address: refuse(named(address))
socket.socket.connect_ex = lambda self, address: refuse(named(address))
socket.socket.sendto = lambda self, data, *rest: refuse(named(rest[-1]))
for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "gethostbyaddr"):
    setattr(socket, name, lambda host, *rest, **options: refuse(host))


def finish(answer):
    document = json.dumps({**answer, "version": list(sys.version_info[:2])}).encode("utf-8", "replace")
    while document:
        document = document[os.write(answers, document) :]
    os._exit(0)


def failure(error):
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "name": type(error).__name__,
        "message": str(error),
        # The module or the file that was not found.
        "module": getattr(error, "name", None) if isinstance(error, ImportError) else None,
        "path": next((path for path in (getattr(error, "path", None), getattr(error, "filename", None)) if isinstance(path, str)), None),
        "frames": [{"file": os.path.relpath(frame.filename, folder), "line": frame.lineno, "text": frame.line or ""} for frame in frames if frame.filename.startswith(folder)],
        "network": asked_network,
    }


def kind_of(handler):
    if not callable(handler):
        return type(handler).__name__
    if inspect.iscoroutinefunction(handler):
        return "async function"
    try:
        inspect.signature(handler).bind({}, None)
    except TypeError:
        return "function of other parameters"
    except ValueError:
        pass  # Python does not know the parameters of a builtin.
    return "function"


os.environ.update(work["env"])
os.environ["LAMBDA_TASK_ROOT"] = folder
os.chdir(folder)
sys.path.insert(0, folder)
module, _, name = work["handler"].rpartition(".")
try:
    handler = getattr(importlib.import_module(module.replace("/", ".")), name, None)
    finish({"started": kind_of(handler)})
except SystemExit as error:
    finish({"exited": error.code if isinstance(error.code, int) else int(error.code is not None)})
except BaseException as error:
    finish({"failed": failure(error)})
