"""How large a request may be. Forms are small; the agent API sets its own limit for each of its routes."""

from __future__ import annotations

from typing import Final

from flask import Flask, abort, current_app, request

from receiver.web.access import audience_of
from shared import limits

FORM_BYTES: Final = 64 * 1024
FORM_FIELDS: Final = 50


def limit_bodies(app: Flask) -> None:
    """Answer 413 to larger bodies, before they are read, and 400 to those that do not say how large they are: browsers
    and offices do, and two lengths in one request are how requests are smuggled past a proxy."""
    app.config.update(
        MAX_CONTENT_LENGTH=max(limits.PART_BYTES, limits.CONTROL_BYTES),
        MAX_FORM_MEMORY_SIZE=FORM_BYTES,
        MAX_FORM_PARTS=FORM_FIELDS,
    )
    app.before_request(_limit_forms)


def _limit_forms() -> None:
    if "Transfer-Encoding" in request.headers:
        abort(400)
    if request.endpoint is None or audience_of(current_app, request.endpoint) != "device":
        request.max_content_length = FORM_BYTES
