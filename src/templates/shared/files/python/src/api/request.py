"""The request and the reply of an operation, and the contract's description of the operation."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from api.caller import Caller


@dataclass
class Request:
    """Parameters have the types of their schemas, and defaults if they are missing. The body matches its schema."""

    path: dict[str, Any]
    query: dict[str, Any]
    # The headers by lower-case name. Those in the contract have their types, and all others are text.
    headers: dict[str, Any]
    cookies: dict[str, Any]
    body: Any
    # The caller, if the operation has an authorizer.
    caller: Caller | None
    # The id of the request's API key; empty without one.
    key_id: str
    # The path template: `/things/{id}`.
    resource: str
    request_id: str
    correlation_id: str
    # The event from API Gateway.
    event: dict[str, Any]


@dataclass
class Reply:
    """`body` is sent as JSON or, if `headers` has another `content-type`, unchanged. With None, the response has no
    body."""

    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Body:
    required: bool
    # The checks by media type in lower case. Each returns the faults of a value, if the media type has a schema.
    media: dict[str, Callable | None]


@dataclass
class Route:
    """An operation of the contract in generated/contract.py."""

    operation_id: str
    # In upper case; `ANY` for all methods.
    method: str
    # The path template: `/things/{id}`.
    path: str
    access: dict[str, Any]
    run: Callable[[Request, Any], Reply] | None = None
    # Whether a table stores the body. Its items have a size limit.
    stored: bool = False
    # Turns the parameters of a request into typed ones, and returns their faults.
    parameters: Callable | None = None
    body: Body | None = None
