"""Keeps other sites from sending our forms: flask-wtf's token, and what the browser says of the sender.

The token stands in every form, so it works without JavaScript; Origin and Sec-Fetch-Site are checked besides,
where the browser sends them. The agent API has no cookies and proves every request by its signature: it is exempt.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from flask import Blueprint, Flask, abort, current_app, request
from flask_wtf.csrf import CSRFProtect

from receiver.web.access import audience_of
from receiver.web.parts import parts

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
FRIENDLY: Final = frozenset({"same-origin", "none"})


def refuse_forgeries(app: Flask, exempt: Blueprint) -> None:
    """Check every request that may change something, except those to `exempt`."""
    protect = CSRFProtect(app)
    protect.exempt(exempt)
    app.before_request(_check_sender)


def _check_sender() -> None:
    if request.method in SAFE or request.endpoint is None or audience_of(current_app, request.endpoint) == "device":
        return
    if request.headers.get("Sec-Fetch-Site", "none") not in FRIENDLY:
        abort(403)
    origin = request.headers.get("Origin")
    if origin is not None and not _ours(origin):
        abort(403)


def _ours(origin: str) -> bool:
    """Whether `origin` is the address that people reach us at, or the very host they named."""
    if origin == parts().settings.public_url:
        return True
    return not parts().settings.secure and urlsplit(origin)[:2] == ("http", request.host)
