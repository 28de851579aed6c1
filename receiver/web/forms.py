"""Reads what browsers send strictly: forms of one kind, in UTF-8, no field and no parameter twice.

Werkzeug would take the first of two equal fields and leave bytes that are no text as they were written; what is looked
at could then be something else than what was checked. Forms that bring files are read by `with_files`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar
from urllib.parse import parse_qsl

from flask import Flask, abort, current_app, request

from receiver.web.access import audience_of
from receiver.web.body_size import FORM_BYTES, FORM_FIELDS, strangers_body
from receiver.web.with_files import brings_files, read_files

FORM: Final = "application/x-www-form-urlencoded"

UNREAD: Final = "porchlight_unread_body"
View = TypeVar("View", bound=Callable[..., Any])


def unread_body(view: View) -> View:
    """Marks a view that never looks at its body, so that it may be anything."""
    setattr(view, UNREAD, True)
    return view


def read_strictly(app: Flask) -> None:
    """Answer 400 to queries and forms that can be read in two ways, 415 to bodies that are no form."""
    app.before_request(_check)


def _check() -> None:
    if request.query_string:
        _check_pairs(request.query_string)
    if request.method != "POST" or request.endpoint is None or audience_of(current_app, request.endpoint) == "device":
        return
    if (limits := brings_files()) is not None:
        read_files(limits, words_only=FORM_BYTES)
        return
    with strangers_body():
        body = request.get_data(cache=True)
    if len(body) != (request.content_length or 0):
        # Cut off on its way: what is there may be half of what was typed.
        abort(400)
    if not body or hasattr(current_app.view_functions[request.endpoint], UNREAD):
        return
    if request.mimetype != FORM or request.headers.get("Content-Encoding", "identity") != "identity":
        abort(415)
    _check_pairs(body)


def _check_pairs(written: bytes) -> None:
    """`name=value&...`, percent-encoded."""
    try:
        pairs = parse_qsl(written.decode(), keep_blank_values=True, errors="strict", max_num_fields=FORM_FIELDS)
    except ValueError:
        abort(400)
    if len({name for name, _value in pairs}) < len(pairs):
        abort(400)
