"""The last step of every way to sign in: the browser gets its cookie, and the page opens."""

from __future__ import annotations

import flask
from flask import Response, make_response, redirect

from receiver.domain.people.sign_in import Account
from receiver.sites.frame import Frame
from receiver.web import drafts, known_browsers, sessions


def entered(frame: Frame, account: Account, token: str, to: str) -> Response:
    """The answer that brings the browser its session, drops what it held before, and opens a page: the one whose form
    waits with what was typed, else `to`."""
    flask.session.clear()
    typed = drafts.waiting(frame.company_id, account.user_id, account.record_id)
    answer = make_response(redirect(typed or frame.address(to or "home"), 303))
    sessions.keep(answer, frame.company_id, token)
    known_browsers.remember(answer, frame.company_id, account.user_id)
    return answer
