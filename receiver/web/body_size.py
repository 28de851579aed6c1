"""How large a request may be. Forms are small; the agent API sets its own limit for each of its routes."""

from __future__ import annotations

from typing import Final

from flask import Flask, current_app, request

from receiver.web.access import audience_of
from shared import limits

FORM_BYTES: Final = 64 * 1024
FORM_FIELDS: Final = 50


def limit_bodies(app: Flask) -> None:
    """Answer 413 to larger bodies, before they are read."""
    app.config.update(
        MAX_CONTENT_LENGTH=max(limits.PART_BYTES, limits.CONTROL_BYTES),
        MAX_FORM_MEMORY_SIZE=FORM_BYTES,
        MAX_FORM_PARTS=FORM_FIELDS,
    )
    app.before_request(_limit_forms)


def _limit_forms() -> None:
    if request.endpoint is None or audience_of(current_app, request.endpoint) != "device":
        request.max_content_length = FORM_BYTES
