"""Lambda's Python bootstrap for the embedded cloud: loads the handler, then takes one event after another from the
Runtime API. Follows AWS's own Runtime Interface Client in what a handler can notice: module resolution, context, log
format, error documents. Standard library only."""

import importlib
import io
import json
import logging
import os
import resource
import socket
import struct
import sys
import time
import traceback
import types

EVENT_FRAME = 0xA55A0003
TEXT_FRAME = 0xA55A0000

log_fd = int(os.environ.pop("_LAMBDA_TELEMETRY_LOG_FD"))
log_bytes = 0
request_id = None

log_is_json = os.environ.get("AWS_LAMBDA_LOG_FORMAT") == "JSON"
# Lambda's names of the levels of `logging`.
LEVELS = {"TRACE": 5, "DEBUG": 10, "INFO": 20, "WARN": 30, "ERROR": 40, "FATAL": 50}


# --- Log: each logging record is one framed event; what is written to stdout or stderr is framed as text.


def write_frame(kind, body):
    global log_bytes
    frame = struct.pack(">IIQ", kind, len(body), int(time.time() * 1_000_000)) + body
    view = memoryview(frame)
    while view:
        view = view[os.write(log_fd, view) :]
    log_bytes += len(frame)


def encoded(text):
    return text.encode("utf-8", "surrogateescape")


class FrameWriter(io.RawIOBase):
    """The bytes of one of the standard streams, as frames of the log."""

    def __init__(self, descriptor, name):
        self.descriptor = descriptor
        self.name = name

    def writable(self):
        return True

    def fileno(self):
        return self.descriptor

    def write(self, data):
        write_frame(TEXT_FRAME, bytes(data))
        return len(data)


class Unbuffered:
    """As in AWS's Runtime Interface Client: a text stream whose every write is in the log at once, and which is the real
    stream in everything else."""

    def __init__(self, stream):
        self.stream = stream

    def write(self, text):
        written = self.stream.write(text)
        self.stream.flush()
        return written

    def writelines(self, lines):
        self.stream.writelines(lines)
        self.stream.flush()

    def __getattr__(self, name):
        return getattr(self.stream, name)


def text_stream(descriptor, name):
    buffer = io.BufferedWriter(FrameWriter(descriptor, name))
    stream = io.TextIOWrapper(buffer, encoding="utf-8", errors="surrogateescape", newline="")
    stream.mode = "w"
    return Unbuffered(stream)


def flush_streams():
    """What was written to `sys.stdout.buffer` belongs to the call that wrote it."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, ValueError):
            pass  # The handler has put something else there, or closed it.


class JsonFormatter(logging.Formatter):
    """One JSON object per record, as in AWS's Runtime Interface Client."""

    converter = time.gmtime

    def format(self, record):
        line = {
            "timestamp": self.formatTime(record, "%Y-%m-%dT%H:%M:%SZ"),
            "level": record.levelname,
            "message": record.getMessage(),
            "logger": record.name,
            "requestId": request_id or "",
        }
        if record.exc_info and record.exc_info[0]:
            kind, error, trace = record.exc_info
            frames = [frame.rstrip("\n") for frame in traceback.format_tb(trace)]
            line |= {"errorType": kind.__name__, "errorMessage": str(error), "stackTrace": frames}
        return json.dumps(line, default=str) + "\n"


class EventHandler(logging.Handler):
    def emit(self, record):
        write_frame(EVENT_FRAME, encoded(self.format(record)))


class RequestIdFilter(logging.Filter):
    def filter(self, record):
        record.aws_request_id = request_id or ""
        return True


def set_up_logging():
    sys.stdout = text_stream(1, "<stdout>")
    sys.stderr = text_stream(2, "<stderr>")
    formatter = logging.Formatter("[%(levelname)s]\t%(asctime)s.%(msecs)dZ\t%(aws_request_id)s\t%(message)s\n", "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    handler = EventHandler()
    handler.setFormatter(JsonFormatter() if log_is_json else formatter)
    handler.addFilter(RequestIdFilter())
    logging.getLogger().addHandler(handler)
    if log_is_json:
        logging.getLogger().setLevel(LEVELS[os.environ["AWS_LAMBDA_LOG_LEVEL"]])


# --- Runtime API: one connection; an answer and the question for the next event travel together.


class RuntimeClient:
    def __init__(self, address):
        authority, _, prefix = address.partition("/")
        host, _, port = authority.partition(":")
        self.authority = authority
        self.base = f"/{prefix}/2018-06-01/runtime" if prefix else "/2018-06-01/runtime"
        self.socket = socket.create_connection((host, int(port)))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = self.socket.makefile("rb")
        self.ask = f"GET {self.base}/invocation/next HTTP/1.1\r\nHost: {authority}\r\n\r\n".encode()

    def next(self):
        self.socket.sendall(self.ask)
        return self.read()

    def post(self, path, document, error_type=None, then_next=False):
        body = document.encode("utf-8", "surrogateescape")
        max_rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform == "darwin" else 1)
        head = [
            f"POST {self.base}{path} HTTP/1.1",
            f"Host: {self.authority}",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
            f"X-Apikit-Log-Bytes: {log_bytes}",
            f"X-Apikit-Max-Rss: {max_rss}",
        ]
        if error_type is not None:
            head.append(f"Lambda-Runtime-Function-Error-Type: {error_type}")
        request = "\r\n".join(head).encode("ascii", "replace") + b"\r\n\r\n" + body
        self.socket.sendall(request + self.ask if then_next else request)
        self.read()
        return self.read() if then_next else None

    def read(self):
        if not self.received.readline():
            os._exit(1)  # The cloud is gone: nothing is left to do here.
        headers = {}
        while True:
            line = self.received.readline()
            if line in (b"\r\n", b""):
                break
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.strip().lower()] = value.strip()
        return headers, self.received.read(int(headers.get("content-length", "0")))


# --- Errors


class RuntimeFault(Exception):
    def __init__(self, error_type, message):
        super().__init__(message)
        self.error_type = error_type


def describe(error):
    if isinstance(error, RuntimeFault):
        return {"errorMessage": str(error), "errorType": error.error_type, "requestId": request_id or "", "stackTrace": []}
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename != __file__]
    stack = traceback.format_list(frames)
    name = type(error).__name__
    return {"errorMessage": str(error), "errorType": name, "requestId": request_id or "", "stackTrace": stack}


def log_error(document):
    if log_is_json:
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        write_frame(EVENT_FRAME, encoded(json.dumps({"timestamp": now, "log_level": "ERROR", **document}) + "\n"))
        return
    lines = f"[ERROR] {document['errorType']}: {document['errorMessage']}"
    if document["stackTrace"]:
        lines += "\nTraceback (most recent call last):\n" + "".join(document["stackTrace"]).rstrip("\n")
    write_frame(EVENT_FRAME, encoded(lines + "\n"))


# --- The handler


def load_handler(root, name):
    module_name, dot, function_name = name.rpartition(".")
    if not dot or not module_name:
        raise RuntimeFault("Runtime.MalformedHandlerName", f"Bad handler '{name}': not enough values to unpack (expected 2, got 1)")
    module_name = module_name.replace("/", ".")
    # The code of the function comes before its layers, and both come before the standard library.
    layers = os.environ.pop("_APIKIT_LAYERS", "")
    sys.path[0:0] = [root, *(path for path in layers.split(os.pathsep) if path)]
    try:
        module = importlib.import_module(module_name)
    except ImportError as error:
        raise RuntimeFault("Runtime.ImportModuleError", f"Unable to import module '{module_name}': {error}") from error
    except SyntaxError as error:
        where = f"{error.filename}, line {error.lineno}"
        raise RuntimeFault("Runtime.UserCodeSyntaxError", f"Syntax error in module '{module_name}': {error.msg} ({where})") from error
    handler = getattr(module, function_name, None)
    if handler is None:
        raise RuntimeFault("Runtime.HandlerNotFound", f"Handler '{function_name}' missing on module '{module_name}'")
    return handler


class LambdaContext:
    def __init__(self, headers):
        env = os.environ
        self.aws_request_id = headers["lambda-runtime-aws-request-id"]
        self.invoked_function_arn = headers["lambda-runtime-invoked-function-arn"]
        self.function_name = env["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = env["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = env["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = env["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = env["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.identity = types.SimpleNamespace(cognito_identity_id=None, cognito_identity_pool_id=None)
        given = headers.get("lambda-runtime-client-context")
        self.client_context = types.SimpleNamespace(**json.loads(given)) if given else None
        self._deadline = int(headers["lambda-runtime-deadline-ms"])

    def get_remaining_time_in_millis(self):
        return max(self._deadline - int(time.time() * 1000), 0)

    def log(self, message):
        sys.stdout.write(str(message))


def serve(handler, headers, body):
    """Returns what to post: path, document, type of the error if it is one."""
    global request_id
    request_id = headers["lambda-runtime-aws-request-id"]
    if headers.get("lambda-runtime-trace-id"):
        os.environ["_X_AMZN_TRACE_ID"] = headers["lambda-runtime-trace-id"]
    else:
        os.environ.pop("_X_AMZN_TRACE_ID", None)
    try:
        result = handler(json.loads(body), LambdaContext(headers))
        return f"/invocation/{request_id}/response", to_json(result), None
    except Exception as error:
        document = describe(error)
        log_error(document)
        return f"/invocation/{request_id}/error", json.dumps(document), document["errorType"]


def to_json(result):
    try:
        return json.dumps(result)
    except Exception as error:
        raise RuntimeFault("Runtime.MarshalError", f"Unable to marshal response: {error}") from error


def main():
    client = RuntimeClient(os.environ["AWS_LAMBDA_RUNTIME_API"])
    set_up_logging()
    try:
        handler = load_handler(os.environ["LAMBDA_TASK_ROOT"], os.environ["_HANDLER"])
    except Exception as error:
        document = describe(error)
        log_error(document)
        flush_streams()
        client.post("/init/error", json.dumps(document), document["errorType"])
        sys.exit(1)
    headers, body = client.next()
    while True:
        path, document, error_type = serve(handler, headers, body)
        flush_streams()
        headers, body = client.post(path, document, error_type, then_next=True)


main()
