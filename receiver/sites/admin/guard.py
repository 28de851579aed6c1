"""Lets administrators in. One statement finds the session, its company, and who that is; what it says is judged anew on
every page, so whoever was removed or demoted at the office is out with the newest upload (A14, T22)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import wraps
from typing import Final

from flask import Response, abort, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from receiver.db.faults import DatabaseFault
from receiver.db.unit_of_work import now
from receiver.domain.administrators import sessions
from receiver.domain.administrators.models import Step
from receiver.domain.administrators.rights import Right
from receiver.domain.administrators.sessions import FoundSession, administrator_of
from receiver.domain.companies.office import Office
from receiver.domain.companies.queries import Portal
from receiver.domain.snapshots.bodies import unpacked
from receiver.sites.admin import cookie
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.door import no_entry
from receiver.sites.admin.page import shown
from receiver.sites.admin.proof import proven
from receiver.sites.frame import Frame, closed_page, open_frame, published_office
from receiver.web.access import marker
from receiver.web.forgery import checks_session, session_token
from receiver.web.forgery import same_session as sent_by
from receiver.web.language import gettext as _
from receiver.web.parts import parts
from receiver.web.transaction import viewing, writing

RIGHT: Final = "porchlight_right"
"""The attribute of a guarded view that holds the `Right` it asks for, None where every administrator may."""

Page = Callable[..., ResponseReturnValue]
"""Takes the desk, and what its address holds besides by name."""


def administrator(
    right: Right | None = None, *, before_factor: bool = False
) -> Callable[[Page], Callable[..., ResponseReturnValue]]:
    """Marks a page for administrators who have that right, or for all of them; with `before_factor` also for who has
    yet to set up the second factor that each needs. It may take values from the address as keywords."""

    def marked(view: Page) -> Callable[..., ResponseReturnValue]:
        @marker("administrator")
        @wraps(view)
        def guarded(company_id: int, **values: str | int) -> ResponseReturnValue:
            return _admitted(company_id, _Asked(right, before_factor), lambda desk: view(desk, **values))

        setattr(guarded, RIGHT, right)
        return guarded

    return marked


def administrator_form(
    right: Right | None = None, *, before_factor: bool = False
) -> Callable[[Page], Callable[..., ResponseReturnValue]]:
    """Marks a view that takes a form of such an administrator: 403 without the token of his session, which stands in
    every form as `csrf_token` (`desk.form_token`)."""

    def marked(view: Page) -> Callable[..., ResponseReturnValue]:
        @marker("administrator")
        @wraps(view)
        def guarded(company_id: int, **values: str | int) -> ResponseReturnValue:
            def sent(desk: Desk) -> ResponseReturnValue:
                token = cookie.token(company_id)
                if token is None or not sent_by(token):
                    abort(403)
                return view(desk, **values)

            return _admitted(company_id, _Asked(right, before_factor), sent)

        checks_session(view)
        setattr(guarded, RIGHT, right)
        return guarded

    return marked


def proved(view: Page) -> Page:
    """Marks a view that does something dangerous; stands below `administrator_form`, or `administrator`. Who typed his
    password longer ago than `desk.FRESH` is asked for it first. What he sent waits in that page and comes again with
    the password, so the view runs once, with the whole form; but no files."""

    @wraps(view)
    def asked(desk: Desk, **values: str | int) -> ResponseReturnValue:
        if desk.fresh:
            return view(desk, **values)
        proof = proven(desk)
        return view(proof, **values) if isinstance(proof, Desk) else proof

    return asked


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a view asks of who calls it."""

    right: Right | None
    before_factor: bool


def _admitted(company_id: int, asked: _Asked, answered: Callable[[Desk], ResponseReturnValue]) -> ResponseReturnValue:
    token = cookie.token(company_id)
    if token is None:
        with viewing(company_id) as connection:
            open_frame(connection, company_id)
        return redirect(url_for("admin.sign_in_page", company_id=company_id, to=wanted() or None), 303)
    with parts().work.reading(company_id) as session:
        found = sessions.find(session, company_id, token, now())
        desk = _desk(session, found, token) if found is not None else None
        if found is None or desk is None:
            return ended(company_id, token, found)
        if found.step is not Step.IN:
            return redirect(url_for("admin.factor_page", company_id=company_id, to=wanted() or None), 303)
        if desk.lacks_factor and not asked.before_factor:
            return redirect(desk.address("own_sign_in"), 303)
        may = desk.may(asked.right)
        answer = make_response(answered(desk)) if may else shown(desk, "admin/no_right.html", "", 403)
    if now() - found.seen_at >= sessions.TOUCH_EVERY:
        # A page that can be read is never refused for that.
        with suppress(DatabaseFault), writing(company_id) as changing:
            sessions.touch(changing, company_id, token, found.created_at, now())
    return answer


def _desk(session: Session, found: FoundSession, token: str) -> Desk | None:
    """The desk of a session that still holds, None where it ended; the closed page where the company is closed."""
    frame = frame_of(found)
    who = administrator_of(found)
    if who is None:
        return None
    return Desk(
        frame,
        found.company,
        who,
        session,
        session_token(token),
        found.way,
        found.proved_at,
        found.factor_at,
    )


def frame_of(found: FoundSession) -> Frame:
    """What stands around the pages of the session; the closed page in their place where the company is closed."""
    company = found.company
    portal = Portal(company.company_id, company.name, company.state, company.published)
    office = published_office(unpacked(found.office)) if found.office is not None else Office(company.name)
    frame = Frame(portal, office, found.published_at)
    if portal.suspended:
        abort(closed_page(frame))
    return frame


def ended(company_id: int, token: str, found: FoundSession | None) -> Response:
    """The sign-in page in place of the page that was asked for."""
    if found is not None:
        with suppress(DatabaseFault), writing(company_id) as session:
            sessions.end(session, company_id, token)
    with viewing(company_id) as connection:
        frame = open_frame(connection, company_id)
    answer = no_entry(frame, wanted(), _("You were signed out. Please sign in again."), 401)
    cookie.clear(answer, company_id)
    return answer


def wanted() -> str:
    """The page to open after the sign-in, by its own word; the overview needs none, and a form has none."""
    word = (request.endpoint or "").rpartition(".")[2]
    alone = set(request.view_args or {}) == {"company_id"}
    return word if word != "overview" and alone and request.method == "GET" else ""
