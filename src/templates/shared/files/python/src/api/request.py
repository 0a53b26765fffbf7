"""The request and the reply as the operations see them, and what the contract says of an operation."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from api.caller import Caller


@dataclass
class Request:
    """Parameters have the types of their schemas, with defaults for those left out; the body is what its schema allows."""

    path: dict[str, Any]
    query: dict[str, Any]
    # By lower-case name: those of the contract as it describes them, all others as text.
    headers: dict[str, Any]
    cookies: dict[str, Any]
    body: Any
    # What an authorizer found out about who calls; absent where there is none.
    caller: Caller | None
    # The id of the API key that the request came with; empty without one.
    key_id: str
    request_id: str
    correlation_id: str
    # What API Gateway sent.
    event: dict[str, Any]


@dataclass
class Reply:
    """`body` is sent as JSON, or as it is where `headers` has another `content-type`; nothing is sent for None."""

    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Body:
    required: bool
    # By media type in small letters, each a function from a value to what is wrong with it, if it has a schema.
    media: dict[str, Callable | None]


@dataclass
class Route:
    """An operation of the contract, as generated/contract.py has it."""

    operation_id: str
    # Upper case; `ANY` for all.
    method: str
    # The template: `/things/{id}`.
    path: str
    access: dict[str, Any]
    run: Callable[[Request, Any], Reply] | None = None
    # The body is kept in a table, whose items have a limit.
    stored: bool = False
    # From parameters as they were sent to typed ones, and what is wrong with them.
    parameters: Callable | None = None
    body: Body | None = None
