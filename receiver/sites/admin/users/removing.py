"""Removes users (C7: Delete checked users; C9), with a notice by e-mail or without. It is asked about once, where all
names stand. A customer of the office would be back with the next upload: he is deactivated in its place."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from receiver.db.unit_of_work import now
from receiver.domain.administrators.left import still_administered
from receiver.domain.administrators.rights import Right
from receiver.domain.audit.trail import Deed, note
from receiver.domain.companies.queries import find_company
from receiver.domain.mail.addresses import one_address
from receiver.domain.people.activation import deactivate
from receiver.domain.people.removing import Removed, remove
from receiver.domain.people.user_list import Listed
from receiver.sites.admin import notices
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator_form
from receiver.sites.admin.page import shown
from receiver.sites.admin.users import asked, back, found, letters
from receiver.sites.admin.users.found import label, may_change
from receiver.web.language import gettext as _
from receiver.web.language import ngettext
from receiver.web.mailing import sends_mail
from receiver.web.transaction import writing


def confirmation(desk: Desk, chosen: list[Listed], *, tell: bool, status: int = 200, fault: str = "") -> Response:
    """Name whom it would be, and what happens to them; `tell`: whether the notice is ticked."""
    people, part = [one for one in chosen if one.person], _part()
    return shown(
        desk,
        "admin/users/remove.html",
        "new-user" if _from_new_user() else "users",
        status,
        people=people,
        customers=[one for one in chosen if one.customer],
        named=found.naming(chosen),
        tell=tell,
        told=[one for one in people if one_address(one.email)] if sends_mail() else [],
        from_new_user=_from_new_user(),
        part=part,
        to_list=back.to_list(desk, _list(), part),
        fault=fault,
    )


@administrator_form(Right.USERS)
def users_removing(desk: Desk) -> ResponseReturnValue:
    """The two icons beside a name: remove with a notice, or without; it is asked about first."""
    chosen = [found.asked_user(desk)]
    return confirmation(desk, chosen, tell=request.form.get("notice") == "yes")


@administrator_form(Right.USERS)
def users_remove(desk: Desk) -> ResponseReturnValue:
    """Remove them."""
    chosen = found.named(desk)
    if not all(may_change(desk, one) for one in chosen):
        abort(403)
    people, where = [one.user_id for one in chosen if one.person], back.to_list(desk, _list(), _part())
    tell = request.form.get("notice") == "yes"
    with writing(desk.company_id) as session:
        for user in chosen:
            found.check_still(session, desk, user)
        company = find_company(session, desk.company_id)
        # An upload may have taken the last level-1 user away since this page was shown.
        if company is None or not still_administered(session, company, people):
            words = _("That would remove the last administrator. Somebody has to be left who can sign in here.")
            return confirmation(desk, chosen, tell=tell, status=400, fault=words)
        removed = remove(session, desk.company_id, people)
        for one in removed:
            _tell(session, desk, one, tell=tell)
        closed = _deactivated(session, desk, [one for one in chosen if one.customer])
    notices.tell(_done(len(removed), closed), done=bool(removed or closed))
    return redirect(where, 303)


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/users/removing", view_func=users_removing, methods=["POST"])
    blueprint.add_url_rule("/users/remove", view_func=users_remove, methods=["POST"])


def _from_new_user() -> bool:
    return request.form.get("from") == "new-user"


def _list() -> str:
    """The view that the question came from."""
    return "new_user" if _from_new_user() else "users"


def _part() -> str:
    """Which part of it: told by the list itself, or by the question."""
    return back.told() or back.part(asked.read(request.form))


def _tell(session: Session, desk: Desk, one: Removed, *, tell: bool) -> None:
    told = tell and letters.removed(session, desk.frame, one)
    deed = Deed(
        "users.removed" if told else "users.removed-silently", one.user_id, {"user": found.person_label(one.user_id)}
    )
    note(session, desk.company_id, desk.actor, deed, now())


def _deactivated(session: Session, desk: Desk, customers: list[Listed]) -> int:
    ids = [one.user_id for one in customers]
    done = deactivate(session, desk.company_id, ids, desk.administrator.id, now())
    for one in customers:
        if one.user_id in done:
            deed = Deed("users.deactivated", one.user_id, {"user": label(one)})
            note(session, desk.company_id, desk.actor, deed, now())
    return len(done)


def _done(removed: int, closed: int) -> str:
    words = []
    if removed:
        words.append(ngettext("%(num)d user was removed.", "%(num)d users were removed.", removed))
    if closed:
        words.append(
            ngettext(
                "%(num)d customer of the office was deactivated.",
                "%(num)d customers of the office were deactivated.",
                closed,
            )
        )
    return " ".join(words) or _("Nothing was left to do: they are gone already.")
