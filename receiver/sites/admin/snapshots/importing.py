"""Import for New Data: shows what the office uploaded last, and fetches nothing from it; and the switch that lets
uploads wait for that (C2)."""

from __future__ import annotations

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
from receiver.domain.snapshots.listed import Listed, find_listed
from receiver.domain.snapshots.showing import Shown, Switched, hold, import_newest
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator, administrator_form
from receiver.sites.admin.notices import tell
from receiver.sites.admin.page import shown
from receiver.sites.admin.snapshots import words
from receiver.sites.admin.when import recently
from receiver.web.language import gettext as _
from receiver.web.parts import parts

SEEN: Final = "seen"
"""The field that says what was uploaded last, what customers saw, and where the portal was pinned when the page was
made."""


@administrator(Right.DATA)
def import_page(desk: Desk) -> ResponseReturnValue:
    """What is shown now, what was uploaded last, and what importing it changes."""
    company = desk.company
    live = find_listed(desk.session, company, company.published)
    newest = live if company.newest == company.published else find_listed(desk.session, company, company.newest)
    waits = newest is not None and newest is not live
    moves = between(desk.session, Step(desk.company_id, company.published, company.newest))
    return shown(
        desk,
        "admin/snapshots/import.html",
        "import",
        live=live,
        newest=newest,
        told={one.number: _told(desk, one) for one in (live, newest) if one},
        waits=waits,
        moves=words.difference(moves),
        held=words.leaving(newest.held) if newest and newest.held and waits else "",
        shows=waits and not desk.company.pinned_at and not (newest and newest.held),
        seen={"name": SEEN, "value": _stand(desk.company)},
        again="again" in request.args,
    )


@administrator_form(Right.DATA)
def import_data(desk: Desk) -> ResponseReturnValue:
    """Show it, and end a pin."""
    with parts().work.writing(desk.company_id) as session:
        company = session.get_one(Company, desk.company_id)
        done = _import(session, desk, company) if company.newest and _same(company) else None
    if done is None:
        return redirect(desk.address("import_page", again=1), 303)
    settle_all(parts().work, desk.company_id)
    when = recently(desk, done.snapshot.committed_at)
    if done.before != done.snapshot.number:
        tell(_("The data was imported: customers see what the office uploaded %(when)s.", when=when))
    else:
        tell(
            _(
                "The data was imported again. It is what customers saw before: the upload of %(when)s is the newest.",
                when=when,
            )
        )
    return redirect(desk.address("import_page"), 303)


@administrator_form(Right.DATA)
def hold_uploads(desk: Desk) -> ResponseReturnValue:
    """Let uploads wait until they are imported here, or be shown by themselves again."""
    said = request.form.get("hold", "")
    if said not in ("yes", "no"):
        abort(400)
    on, done = said == "yes", None
    with parts().work.writing(desk.company_id) as session:
        company = session.get_one(Company, desk.company_id)
        if on or _same(company):
            done = hold(session, company, desk.actor, now(), on=on)
    if done is None:
        return redirect(desk.address("import_page", again=1), 303)
    if done.shown is not None:
        settle_all(parts().work, desk.company_id)
    tell(_switched(done, company.newest, on=on))
    return redirect(desk.address("import_page"), 303)


def _switched(done: Switched, newest: int, *, on: bool) -> str:
    if on:
        return _("Saved. From now on customers see an upload once you import it here.")
    if done.pin is not None:
        return _("Saved. The portal is pinned: customers see uploads after Import for New Data.")
    if done.shown is not None:
        return _(
            "Saved. Customers see snapshot %(number)s, which waited, and each later upload as soon as it arrives.",
            number=newest,
        )
    saved = _("Saved. From now on customers see each upload as soon as it arrives.")
    if done.held is None:
        return saved
    why = words.leaving(done.held)
    return " ".join((saved, _("Snapshot %(number)s goes on waiting: %(why)s", number=newest, why=why)))


def _stand(company: Company) -> str:
    pinned = company.pinned_at.isoformat() if company.pinned_at else "-"
    return f"{company.newest} {company.published} {pinned}"


def _same(company: Company) -> bool:
    """Whether everything stands as it did when the page was made."""
    return request.form.get(SEEN, "") == _stand(company)


def _import(session: Session, desk: Desk, company: Company) -> Shown:
    done = import_newest(session, company, now())
    number, before = done.snapshot.number, done.before
    if number == before:
        deed = Deed("snapshots.imported-again", details={"number": number})
    else:
        deed = Deed("snapshots.imported", details={"number": number, "before": before})
    note(session, desk.company_id, desk.actor, deed, now())
    return done


def _told(desk: Desk, one: Listed) -> str:
    """When it came, and from where."""
    return _("%(when)s, from %(whose)s", when=recently(desk, one.received), whose=words.whose(one))


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/import", view_func=import_page, methods=["GET"])
    blueprint.add_url_rule("/import", view_func=import_data, methods=["POST"])
    blueprint.add_url_rule("/import/hold", view_func=hold_uploads, methods=["POST"])
