"""The mails that a user asks for (B15): chosen on a page of his account, each stopped with one click from the mail."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from receiver.db.unit_of_work import now
from receiver.domain.mail.choices import TELLS_OF, Choice, choose, chosen, read_token, stop
from receiver.domain.mail.texts.marking import N_
from receiver.sites.frame import open_frame
from receiver.sites.portal.forms import customer_form, kept_form
from receiver.sites.portal.guard import customer
from receiver.sites.portal.own_words import own_address
from receiver.sites.portal.visit import Visit
from receiver.web import access
from receiver.web.forgery import signed_address
from receiver.web.forms import unread_body
from receiver.web.language import gettext as _
from receiver.web.mailing import sends_mail
from receiver.web.pages import render
from receiver.web.parts import parts
from receiver.web.transaction import viewing, writing


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of mails as the page offers it."""

    choice: Choice
    title: str
    about: str


SORTS: Final = (
    Sort(Choice.REMINDER, N_("Reminders of visits"), N_("The day before we come, in the morning.")),
    Sort(Choice.MOVED, N_("Visits that are delayed or moved"), N_("As soon as the office changes a planned visit.")),
    Sort(Choice.ANSWERED, N_("Answers of the office"), N_("When your request is accepted or declined, or answered.")),
)


@customer
def mails(visit: Visit) -> str:
    """What is chosen, and where the mails would go."""
    typed = kept_form(visit)
    wanted = _wanted(typed.keys()) if typed is not None else chosen(visit.user.kept.mails)
    return render(
        "portal/mails.html",
        frame=visit.frame,
        visit=visit,
        here="account",
        sends=sends_mail(),
        sorts=[one for one in SORTS if _offered(visit, one.choice)],
        wanted=wanted,
        address=own_address(visit),
        typed=typed is not None,
    )


@customer_form("mails")
def choose_mails(visit: Visit) -> ResponseReturnValue:
    """Keep what is chosen."""
    wanted = _wanted(request.form.keys())
    # What the page does not offer stays as it was, for when the office shows that section again.
    wanted |= {one for one in chosen(visit.user.kept.mails) if not _offered(visit, one)}
    with writing(visit.company_id) as session:
        choose(session, visit.company_id, visit.user.user_id, wanted, now())
    flash(_("Your choice is saved."))
    return redirect(visit.frame.address("mails"), 303)


@access.anybody
def stop_mails_page(company_id: int, token: str) -> str:
    """Offer to stop; looking does nothing, since mail scanners look."""
    _user_id, choice = _read(company_id, token)
    with viewing(company_id) as connection:
        frame = open_frame(connection, company_id)
    return render("portal/stop_mails.html", frame=frame, title=_title(choice), address=request.path, done=False)


@access.anybody
@signed_address
@unread_body
def stop_mails(company_id: int, token: str) -> str:
    """Stop, at the press of the button there, or of the one that mail programs show (RFC 8058): without a session or a
    form of ours. The address says whose mails, and that it was made here."""
    user_id, choice = _read(company_id, token)
    with viewing(company_id) as connection:
        frame = open_frame(connection, company_id)
    with writing(company_id) as session:
        stop(session, company_id, user_id, choice, now())
    return render("portal/stop_mails.html", frame=frame, title=_title(choice), address=request.path, done=True)


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/account/mails", view_func=mails, methods=["GET"])
    blueprint.add_url_rule("/account/mails", view_func=choose_mails, methods=["POST"])
    blueprint.add_url_rule("/mails/stop/<token>", view_func=stop_mails_page, methods=["GET"])
    blueprint.add_url_rule("/mails/stop/<token>", view_func=stop_mails, methods=["POST"])


def _wanted(names: Collection[str]) -> frozenset[Choice]:
    """The sorts among the names of the fields that were sent."""
    return frozenset(one for one in Choice if one.value in names)


def _read(company_id: int, token: str) -> tuple[str, Choice]:
    found = read_token(parts().secrets.form_key, company_id, token)
    if found is None:
        abort(404)
    return found


def _title(choice: Choice) -> str:
    return _(next(one.title for one in SORTS if one.choice is choice))


def _offered(visit: Visit, choice: Choice) -> bool:
    """Whether the user sees the section that such mails tell of."""
    section = TELLS_OF.get(choice)
    return section is None or visit.shows(section)
