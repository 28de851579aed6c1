"""Forms that bring files: the one exception to `forms` and `body_size`, for the views that are marked with it.

Only such a view takes `multipart/form-data`. Its files go to the disk while they arrive, so that they need no memory;
few of them are waited for at the same moment, apart from the turns of other forms, so that nobody who sends photos over
a slow line keeps others from signing in. Who has no session at all can send words only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any, Final, TypeVar, cast

from flask import Flask, abort, current_app, request

from receiver.web import sessions

MULTIPART: Final = "multipart/form-data"
AT_ONCE: Final = 2
"""Of the threads that answer (`receiver.serve.THREADS`)."""
TURN_SECONDS: Final = 1.0
FORM_PARTS: Final = 30
"""Fields and files together; whoever sends a file too many is told so in the form."""
WORDS_BYTES: Final = 64 * 1024
"""All fields that are no files, and the heads of all parts."""
BUFFER_BYTES: Final = 256 * 1024
"""Werkzeug counts what it has just read of a file, 64 KiB and a rest, against the memory for fields."""
MARK: Final = "porchlight_files"

View = TypeVar("View", bound=Callable[..., Any])
_turns: Final = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class FileLimits:
    """What a view takes."""

    field: str
    """The name of the field that the files come in."""
    files: int
    bytes_each: int
    token: Callable[[int], str | None] = sessions.token
    """The token of a session that may bring files to the company of that number, as the browser sent it."""

    @property
    def body_bytes(self) -> int:
        """The whole request."""
        return self.files * self.bytes_each + WORDS_BYTES


def takes_files(limits: FileLimits) -> Callable[[View], View]:
    """Marks a view whose form brings files. It stands above the guard."""

    def mark(view: View) -> View:
        setattr(view, MARK, limits)
        return view

    return mark


def limits_of(app: Flask, endpoint: str | None) -> FileLimits | None:
    """What the view at `endpoint` takes; None where it takes no files."""
    return cast("FileLimits | None", getattr(app.view_functions.get(endpoint or ""), MARK, None))


def brings_files() -> FileLimits | None:
    """The limits of this request where it may bring files, and comes as such a form; else None."""
    return limits_of(current_app, request.endpoint) if request.mimetype == MULTIPART else None


def read_files(limits: FileLimits, words_only: int) -> None:
    """Read the form with its files, strictly. 413 where it is too large, 400 where it can be read in two ways or was
    cut off, 503 where too many are being read."""
    signed_in = limits.token(int((request.view_args or {}).get("company_id", 0))) is not None
    request.max_content_length = limits.body_bytes if signed_in else words_only
    request.max_form_parts, request.max_form_memory_size = FORM_PARTS, BUFFER_BYTES
    if (request.content_length or 0) > request.max_content_length:
        abort(413)
    if request.headers.get("Content-Encoding", "identity") != "identity":
        abort(415)
    with _turn():
        form, files = request.form, request.files
    if sum(len(value) for value in form.values()) > WORDS_BYTES:
        abort(413)
    if any(len(values) > 1 for _name, values in form.lists()) or set(files) - {limits.field}:
        abort(400)
    if not form and not files:
        # Its end never came, or it names no boundary: half a form is none.
        abort(400)
    if any("\ufffd" in value for value in form.values()):
        abort(400)


@contextmanager
def _turn() -> Iterator[None]:
    if not _turns.acquire(timeout=TURN_SECONDS):
        abort(503)
    try:
        yield
    finally:
        _turns.release()
