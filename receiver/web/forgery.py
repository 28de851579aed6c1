"""Keeps other sites from sending our forms: flask-wtf's token, and what the browser says of the sender.

The token stands in every form, so it works without JavaScript; Origin and Sec-Fetch-Site are checked besides,
where the browser sends them. The agent API has no cookies and proves every request by its signature: it is exempt.

Forms of a signed-in visitor carry a token of his session instead (`session_token`). Every page has the one to sign
out, and that token needs no second cookie that each page would have to check. Forms in which he types carry besides
for whom they were made (`account_mark`): that is known when the session has ended, and what he typed is kept for him.
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

from receiver.domain.people import marks
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
        if session is not None and not same_session(session):
            abort(403)
        return view(company_id)

    checks_session(view)
    return checked


def checks_session(view: Callable[..., ResponseReturnValue]) -> None:
    """Note that this view compares the token of the session, so that flask-wtf's is not asked for."""
    SESSION_FORMS.add(f"{view.__module__}.{view.__name__}")


def signed_address(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Marks a view whose address only we can make and only its reader knows: mail programs send such forms too, without
    ever having seen a page of ours."""
    checks_session(view)
    return view


def session_token(session: str) -> str:
    """The token for the forms of a session, by the value of its cookie. It says nothing about the cookie."""
    return hmac.digest(parts().secrets.form_key, b"form of session " + session.encode(), "sha256").hex()


def same_session(session: str) -> bool:
    """Whether the form that was sent carries the token of that session."""
    sent = request.form.get("csrf_token", "").encode("utf-8", "surrogatepass")
    return hmac.compare_digest(session_token(session).encode(), sent)


def account_mark(company_id: int, user_id: str, record_id: str) -> str:
    """What a form carries of the user and the account it was made for."""
    return marks.account_mark(parts().secrets.form_key, company_id, user_id, record_id)


def genuine_mark(company_id: int, sent: str) -> bool:
    """Whether a mark was made here, for somebody of that company."""
    return marks.is_genuine(parts().secrets.form_key, company_id, sent)


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
