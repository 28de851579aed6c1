"""My account: who is signed in, which account he looks at, and the way to all that he may set for himself.

A page below `/account` is one line here: an `Entry` in the section that it belongs to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flask import Blueprint

from receiver.domain.mail.texts.marking import N_
from receiver.domain.people.rights import Rights
from receiver.sites.portal.guard import customer
from receiver.sites.portal.sections import shows
from receiver.sites.portal.visit import Visit
from receiver.web.language import gettext as _
from receiver.web.pages import render


def always(_visit: Visit) -> bool:
    """For everybody who is signed in."""
    return True


def own(visit: Visit) -> bool:
    """For the customer himself, and whoever linked the account by its number and password."""
    return visit.rights.own


def has_passkeys(visit: Visit) -> bool:
    """Where browsers can make passkeys for this portal."""
    return visit.frame.party is not None


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that My account leads to: the name of its view, its title, and what it is for in a sentence."""

    view: str
    title: str
    about: str
    shown: Callable[[Visit], bool] = always
    """Who may use it; nobody else sees the entry."""


@dataclass(frozen=True, slots=True)
class Section:
    """Entries that belong together; without one that is shown, the section is not there either."""

    title: str
    entries: tuple[Entry, ...]


SECTIONS: Final = (
    Section(
        N_("Signing in"),
        (
            Entry("password_page", N_("Password"), N_("Change it, or set one where you have none yet.")),
            Entry("sign_in_name", N_("Login id"), N_("A name to sign in with beside your customer number.")),
            Entry("passkeys", N_("Passkeys"), N_("Sign in with finger, face or code of your device."), has_passkeys),
            Entry("sessions_page", N_("Where you are signed in"), N_("Sign out other browsers.")),
        ),
    ),
    Section(
        N_("Accounts and people"),
        (
            Entry("accounts", N_("Accounts"), N_("Look at another account, or link one by its number and password.")),
            Entry(
                "people", N_("People"), N_("Let somebody else see this account, and say what he or she may do."), own
            ),
        ),
    ),
    Section(
        N_("Mails and calendar"),
        (
            Entry(
                "mails",
                N_("Mails you get"),
                N_("Reminders of visits, visits that move, answers of the office: what you choose, and nothing else."),
            ),
            Entry(
                "calendar",
                N_("Calendar"),
                N_("See the planned visits in the calendar of your phone or computer."),
            ),
        ),
    ),
    Section(
        N_("Your data"),
        (Entry("data", N_("My data"), N_("Take away everything that this portal holds about you.")),),
    ),
)

RIGHTS: Final = {
    Rights.SEE: N_("You may look at this account."),
    Rights.ASK: N_("You may look at this account, and write to the office."),
    Rights.MONEY: N_("You may look at this account, write to the office, and see amounts."),
    Rights.OWN: "",
}


@customer
def account(visit: Visit) -> str:
    """Who is signed in, and what can be set."""
    shown = [
        (one.title, [entry for entry in one.entries if entry.shown(visit) and shows(visit, entry.view)])
        for one in SECTIONS
    ]
    rights = RIGHTS[visit.rights]
    return render(
        "portal/account.html",
        frame=visit.frame,
        visit=visit,
        here="account",
        rights=_(rights) if rights else "",
        sections=[(_(title), entries) for title, entries in shown if entries],
    )


def add_to(blueprint: Blueprint) -> None:
    """Register this page."""
    blueprint.add_url_rule("/account", view_func=account)
