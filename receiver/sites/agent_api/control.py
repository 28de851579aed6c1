"""JSON control messages, decoded strictly: one object, no key twice, nothing the contract does not know."""

from __future__ import annotations

import json
from typing import Any, TypeVar

import msgspec
from flask import Response, request

from receiver.domain.refusals import Refused

JSON = "application/json"
Message = TypeVar("Message", bound=msgspec.Struct)


def read_message(form: type[Message], data: bytes) -> Message:
    """The message in a request's body. Raises `Refused`."""
    if request.mimetype != JSON:
        raise Refused("media-type", "The request is not of the right media type.", f"{JSON} is wanted here.")
    try:
        message = msgspec.json.decode(data, type=form)
        # msgspec takes the last of two equal keys; what comes second must not decide.
        json.loads(data, object_pairs_hook=_no_key_twice)
    except (ValueError, RecursionError) as error:
        raise Refused("bad-request", "The request can't be understood.", str(error)[:200]) from error
    return message


def answer(message: msgspec.Struct, status: int = 200) -> Response:
    """The answer that carries `message`."""
    return Response(msgspec.json.encode(message), status, content_type=JSON)


def _no_key_twice(pairs: list[tuple[str, Any]]) -> None:
    if len({key for key, _value in pairs}) != len(pairs):
        raise ValueError("a key stands twice in one object")
