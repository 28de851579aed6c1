"""Keeps other sites from sending our forms: flask-wtf's token, and what the browser says of the sender.

The token stands in every form, so it works without JavaScript; Origin and Sec-Fetch-Site are checked besides,
where the browser sends them. The agent API has no cookies and proves every request by its signature: it is exempt.

Forms of a signed-in visitor carry a token of his session instead (`session_token`). Every page has the one to sign
out, and that token needs no second cookie that each page would have to check.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from functools import wraps
from typing import Final
from urllib.parse import urlsplit

from flask import Blueprint, Flask, abort, current_app, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect

from receiver.web import sessions
from receiver.web.access import audience_of
from receiver.web.parts import parts

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
FRIENDLY: Final = frozenset({"same-origin", "none"})


SESSION_FORMS: Final[set[str]] = set()
"""The views that check a `session_token` instead of flask-wtf's, as flask-wtf names them."""

FormView = Callable[[int], ResponseReturnValue]


def session_form(view: FormView) -> FormView:
    """Marks a view that takes the form of a signed-in visitor: 403 without the token of his session. Without a session
    the view runs; there is nothing that anybody could forge."""

    @wraps(view)
    def checked(company_id: int) -> ResponseReturnValue:
        session = sessions.token(company_id)
        if session is not None and not hmac.compare_digest(
            session_token(session).encode(), request.form.get("csrf_token", "").encode("utf-8", "surrogatepass")
        ):
            abort(403)
        return view(company_id)

    SESSION_FORMS.add(f"{view.__module__}.{view.__name__}")
    return checked


def session_token(session: str) -> str:
    """The token for the forms of a session, by the value of its cookie. It says nothing about the cookie."""
    return hmac.digest(parts().secrets.form_key, b"form of session " + session.encode(), "sha256").hex()


def refuse_forgeries(app: Flask, exempt: Blueprint) -> None:
    """Check every request that may change something, except those to `exempt`."""
    protect = CSRFProtect(app)
    protect.exempt(exempt)
    for view in SESSION_FORMS:
        protect.exempt(view)
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
