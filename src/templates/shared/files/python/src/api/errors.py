"""Errors that clients may see. Every other error is a 500, and its text is only in the log."""

import re


class HttpError(Exception):
    """Each of `details` is one fault, `{path, message}`. `path` is a JSON pointer into the body, or a parameter's
    name."""

    def __init__(self, status, code, message, details=()):
        super().__init__(message)
        self.status = status
        self.code = code
        self.details = list(details)

    def envelope(self, request_id):
        return {"code": self.code, "message": str(self), "details": self.details, "requestId": request_id}


def not_found(message):
    return HttpError(404, "NOT_FOUND", message)


def access_denied(message):
    return HttpError(403, "ACCESS_DENIED", message)


def conflict(message):
    return HttpError(409, "CONFLICT", message)


def invalid_parameter(name, message):
    details = [{"path": name, "message": message}]
    return HttpError(400, "BAD_REQUEST_PARAMETERS", f"The parameter {name} is not valid.", details)


# DynamoDB's errors for missing capacity, after boto3 has given up retrying.
_TEMPORARY = {
    "InternalServerError",
    "LimitExceededException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ServiceUnavailable",
    "ThrottlingException",
    "TransactionConflictException",
}

# botocore's base classes of errors for a connection that was refused, dropped, never established, or without a
# response.
_UNREACHABLE = {"ConnectionError", "HTTPClientError", "IncompleteReadError"}

# DynamoDB's errors about contents that a schema may allow: numbers outside its range, too many levels, keys of an
# index.
_UNSTORABLE = re.compile(
    "Number overflow|Number underflow|significant digits|Nesting Levels|Type mismatch for Index|secondary index",
    re.IGNORECASE,
)


def to_http_error(error):
    """Returns the error that the client sees for any raised error. The cause goes to the log."""
    if isinstance(error, HttpError):
        return error
    name, message = error_name(error), str(error)
    if name in _TEMPORARY or _UNREACHABLE & {kind.__name__ for kind in type(error).mro()}:
        shown = HttpError(503, "UNAVAILABLE", "The service is busy; try again shortly.")
    elif name == "ValidationException" and "Item size" in message:
        shown = HttpError(413, "REQUEST_TOO_LARGE", "What would be stored is larger than 400 KB.")
    elif name == "ValidationException" and _UNSTORABLE.search(message):
        shown = HttpError(400, "BAD_REQUEST_BODY", "The body has something that cannot be stored.")
    else:
        shown = HttpError(500, "INTERNAL_ERROR", "Something went wrong on our side.")
    shown.__cause__ = error
    return shown


def error_name(error):
    """Returns the code of an AWS error, or the class name of any other error."""
    response = getattr(error, "response", None)
    code = response.get("Error", {}).get("Code") if isinstance(response, dict) else None
    return code or type(error).__name__
