"""Lets who typed the right password, but not yet his second factor, see the page that asks for it, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from receiver.db.unit_of_work import now
from receiver.domain.administrators import sessions
from receiver.domain.administrators.models import Step
from receiver.domain.administrators.rights import Administrator
from receiver.domain.administrators.sessions import administrator_of
from receiver.sites.admin import cookie
from receiver.sites.admin.guard import ended, frame_of
from receiver.sites.frame import Frame
from receiver.web.access import marker
from receiver.web.forgery import checks_session, same_session, session_token
from receiver.web.parts import parts


@dataclass(frozen=True, slots=True)
class Halfway:
    """Somebody whose password was right."""

    frame: Frame
    administrator: Administrator
    session: Session = field(repr=False)
    """The reading transaction of this request."""
    verifier_mark: bytes = field(repr=False)
    form_token: str = field(repr=False)
    has_program: bool
    """Whether he has an authenticator program; else a passkey is asked of him."""

    @property
    def company_id(self) -> int:
        """The company number."""
        return self.frame.company_id


View = Callable[[Halfway], ResponseReturnValue]


def halfway(view: View) -> Callable[[int], ResponseReturnValue]:
    """Marks a page of it."""

    @marker("administrator")
    @wraps(view)
    def guarded(company_id: int) -> ResponseReturnValue:
        return _admitted(company_id, view)

    return guarded


def halfway_form(view: View) -> Callable[[int], ResponseReturnValue]:
    """Marks a form of it: 403 without the token of that half session."""

    @marker("administrator")
    @wraps(view)
    def guarded(company_id: int) -> ResponseReturnValue:
        token = cookie.token(company_id)
        if token is not None and not same_session(token):
            abort(403)
        return _admitted(company_id, view)

    checks_session(view)
    return guarded


def _admitted(company_id: int, view: View) -> ResponseReturnValue:
    token = cookie.token(company_id)
    if token is None:
        return redirect(url_for("admin.sign_in_page", company_id=company_id), 303)
    with parts().work.reading(company_id) as session:
        found = sessions.find(session, company_id, token, now())
        who = administrator_of(found) if found is not None else None
        if found is None or who is None:
            return ended(company_id, token, found)
        if found.step is Step.IN:
            return redirect(url_for("admin.overview", company_id=company_id), 303)
        has_program = found.factor_at is not None
        return view(Halfway(frame_of(found), who, session, found.verifier_mark, session_token(token), has_program))
