"""One snapshot: what is in it, going back to it, and publishing it where it is held (C3)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Final

from flask import Blueprint, abort, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from receiver.db.unit_of_work import now
from receiver.domain.administrators.rights import Right
from receiver.domain.audit.trail import Deed, note
from receiver.domain.companies.models import Company
from receiver.domain.settling import settle_all
from receiver.domain.snapshots.between import Step, between
from receiver.domain.snapshots.listed import Listed, Place, find_listed
from receiver.domain.snapshots.showing import CantShow, confirm, go_back
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator, administrator_form, proved
from receiver.sites.admin.notices import tell
from receiver.sites.admin.page import shown
from receiver.sites.admin.snapshots import words
from receiver.sites.admin.when import recently, size
from receiver.web.language import gettext as _
from receiver.web.parts import parts

Change = Callable[[Session, Company], None]

SEEN: Final = "seen"
"""The field that says what customers saw when the page was made: what would change was told against that."""


@administrator(Right.DATA)
def snapshot(desk: Desk, number: int) -> ResponseReturnValue:
    """What is in it, and what can be done with it."""
    found = _found(desk, number)
    offered = found.place in (Place.EARLIER, Place.HELD)
    moves = between(desk.session, Step(desk.company_id, desk.published, number)) if offered else {}
    return shown(
        desk,
        "admin/snapshots/one.html",
        "snapshots",
        one=found,
        received=recently(desk, found.received),
        whose=words.whose(found),
        size=size(found.bytes),
        lines=words.lines(found.counts, found.difference),
        customers=words.customers(found.customers),
        first_shown=recently(desk, found.first_shown) if found.first_shown else "",
        held=words.leaving(found.held) if found.held else "",
        moves=words.difference(moves),
        seen=SEEN,
        again="again" in request.args,
    )


@administrator_form(Right.DATA)
@proved
def show_earlier(desk: Desk, number: int) -> ResponseReturnValue:
    """Show it again, and pin the portal there."""
    found = _found(desk, number)
    if found.place is Place.LIVE and desk.company.pinned_at is not None:
        # The same form once more.
        return _told(desk, number)
    if found.place is not Place.EARLIER or not _still_seen(desk):
        return _again(desk, number)

    def change(session: Session, company: Company) -> None:
        gone = go_back(session, company, number, desk.administrator.name, now())
        details = {"number": number, "before": gone.before}
        note(session, desk.company_id, desk.actor, Deed("snapshots.went-back", details=details), now())

    return _done(desk, number, change)


@administrator_form(Right.DATA)
def publish_held(desk: Desk, number: int) -> ResponseReturnValue:
    """Publish it, although many customers leave."""
    found = _found(desk, number)
    if found.place is Place.LIVE:
        return _told(desk, number)
    if found.place is not Place.HELD or not _still_seen(desk):
        return _again(desk, number)

    def change(session: Session, company: Company) -> None:
        confirm(session, company, number, now())
        note(session, desk.company_id, desk.actor, Deed("snapshots.confirmed", details={"number": number}), now())

    return _done(desk, number, change)


def _done(desk: Desk, number: int, change: Change) -> ResponseReturnValue:
    """Change what customers see, where they still see what the page was made for."""
    moved_on = True
    with suppress(CantShow), parts().work.writing(desk.company_id) as session:
        company = session.get_one(Company, desk.company_id)
        if company.published == desk.published:
            change(session, company)
            moved_on = False
    if moved_on:
        return _again(desk, number)
    settle_all(parts().work, desk.company_id)
    return _told(desk, number)


def _told(desk: Desk, number: int) -> ResponseReturnValue:
    tell(_("Customers see snapshot %(number)s now.", number=number))
    return redirect(desk.address("snapshots"), 303)


def _again(desk: Desk, number: int) -> ResponseReturnValue:
    """The page once more, which then says why."""
    return redirect(desk.address("snapshot", number=number, again=1), 303)


def _still_seen(desk: Desk) -> bool:
    return request.form.get(SEEN, "") == str(desk.published)


def _found(desk: Desk, number: int) -> Listed:
    found = find_listed(desk.session, desk.company, number)
    if found is None:
        abort(404)
    return found


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    one = "/snapshots/<whole:number>"
    blueprint.add_url_rule(one, view_func=snapshot, methods=["GET"])
    blueprint.add_url_rule(f"{one}/go-back", view_func=show_earlier, methods=["POST"])
    blueprint.add_url_rule(f"{one}/publish", view_func=publish_held, methods=["POST"])
