"""How large a request may be, and how many strangers' bodies are waited for. Forms are small; the agent API sets its
own limit for each of its routes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Final

from flask import Flask, abort, current_app, request

from receiver.web.access import audience_of
from shared import limits

FORM_BYTES: Final = 64 * 1024
FORM_FIELDS: Final = 50

STRANGERS_AT_ONCE: Final = 4
"""Half of the threads that answer (`receiver.serve.THREADS`). Whoever sends a body slowly holds one until he is done;
the others stay for pages. A proxy that takes in whole requests first keeps sign-ins going too."""

TURN_SECONDS: Final = 1.0
"""A body that has arrived is read at once; waiting this long for a turn means that others do not come."""

_strangers: Final = BoundedSemaphore(STRANGERS_AT_ONCE)


def limit_bodies(app: Flask) -> None:
    """Answer 413 to larger bodies, before they are read, and 400 to those that do not say how large they are: browsers
    and offices do, and two lengths in one request are how requests are smuggled past a proxy."""
    app.config.update(
        MAX_CONTENT_LENGTH=max(limits.PART_BYTES, limits.CONTROL_BYTES),
        MAX_FORM_MEMORY_SIZE=FORM_BYTES,
        MAX_FORM_PARTS=FORM_FIELDS,
    )
    app.before_request(_limit_forms)


@contextmanager
def strangers_body() -> Iterator[None]:
    """While inside, the body of a request is read that nobody has signed. 503 where too many that
    do not arrive are being read."""
    if not _strangers.acquire(timeout=TURN_SECONDS):
        abort(503)
    try:
        yield
    finally:
        _strangers.release()


def _limit_forms() -> None:
    if "Transfer-Encoding" in request.headers:
        abort(400)
    if request.endpoint is None or audience_of(current_app, request.endpoint) != "device":
        # A form that brings files gets its limit where it is read (`with_files`).
        request.max_content_length = FORM_BYTES
