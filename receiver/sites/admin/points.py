"""The words for what is looked at before a company goes live: how it stands, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import current_app

from receiver.domain.administrators.rights import Right
from receiver.domain.opening.points import NAMES, Point
from receiver.domain.opening.readiness import MailStanding, MailTried, Readiness, Standing
from receiver.domain.people.first_passwords import FirstPasswords
from receiver.languages import N_
from receiver.sites.admin.desk import Desk
from receiver.web.language import gettext as _
from receiver.web.language import ngettext


@dataclass(frozen=True, slots=True)
class Row:
    """A point on the page."""

    point: Point
    standing: Standing
    name: str
    words: list[str]
    way: str = ""
    """Where it can be put in order, an address of ours; empty where that is elsewhere."""
    way_name: str = ""


WAYS: Final = {
    Point.PRIVACY: ("look", N_("Admin"), Right.LOOK),
    Point.FACTOR: ("own_sign_in", N_("My sign-in"), None),
}
"""The pages where points are put in order, by their views."""


def rows_of(desk: Desk, found: Readiness) -> list[Row]:
    """Every point, in order."""
    return [_row(desk, found, point) for point in Point]


def _row(desk: Desk, found: Readiness, point: Point) -> Row:
    standing = found.standing(point)
    view, name, right = WAYS.get(point, ("", "", None))
    leads = standing is not Standing.GOOD and f"admin.{view}" in current_app.view_functions and desk.may(right)
    return Row(
        point,
        standing,
        _(NAMES[point]),
        _words(desk, found, point),
        desk.address(view) if leads else "",
        _(name) if leads else "",
    )


def _words(desk: Desk, found: Readiness, point: Point) -> list[str]:
    match point:
        case Point.PUBLISHED:
            return [_published(desk, found)]
        case Point.LEVEL_1:
            return _level_1(found)
        case Point.MAIL:
            return _mail(desk, found.mail)
        case Point.PASSWORDS:
            return _passwords(found.passwords, mails=found.mail.standing is not MailStanding.NO_SERVER)
        case Point.PRIVACY:
            if found.privacy:
                return [_("Every page leads to it.")]
            return [_("Customers are to read what you do with what you know of them. Set the link in Admin.")]
        case Point.FACTOR:
            if not found.good:
                return [_("There is no level 1 user yet who could have one.")]
            if not found.without_factor:
                return [_("Whoever learns a password here can't sign in with it alone.")]
            names = ", ".join(found.without_factor)
            return [_("Who learns the password of %(names)s can do everything here. Set one up.", names=names)]


def _published(desk: Desk, found: Readiness) -> str:
    if found.published:
        return _("Customers see the office data of %(as_of)s.", as_of=desk.frame.as_of)
    return _("Nothing is published yet. The office publishes by pressing Process.")


def _level_1(found: Readiness) -> list[str]:
    if not found.good and not found.weak:
        return [_("No level 1 user of the office can sign in here. Set a password in the agent, then press Process.")]
    words = [_("Good enough: %(names)s.", names=", ".join(found.good))] if found.good else []
    if found.weak:
        told = _(
            "Too weak for a live portal: %(names)s. It opens nothing then. Choose at least 12 characters in the agent, "
            "then press Process.",
            names=", ".join(found.weak),
        )
        words.append(told)
    return words


def _mail(desk: Desk, tried: MailTried) -> list[str]:
    at = desk.moment(tried.at) if tried.at else ""
    said = [_("The mail server said: %(said)s", said=tried.said)] if tried.said else []
    match tried.standing:
        case MailStanding.NO_SERVER:
            return [_("This portal's host sends no mail. Codes, links and reminders reach nobody. Ask who runs it.")]
        case MailStanding.PAUSED:
            return [_("The last mails failed, so they pause until %(at)s.", at=at), *said]
        case MailStanding.UNTRIED:
            return [_("No test mail was sent in the last 30 days. Send one, and see that it arrives.")]
        case MailStanding.WAITING:
            return [_("The test mail to %(to)s waits for the mail server.", to=tried.to), *said]
        case MailStanding.FAILED:
            return [_("The test mail to %(to)s was not sent.", to=tried.to), *said]
        case MailStanding.HANDED_OVER:
            return [_("The mail server took the test mail to %(to)s, %(at)s.", to=tried.to, at=at)]


def _passwords(found: FirstPasswords, *, mails: bool) -> list[str]:
    if not found.customers:
        return [_("No customer has a password yet. Give them some in the agent: Global Replacement.")]
    if not found.first:
        return [
            ngettext(
                "%(num)d customer has a password, and it is a good one.",
                "%(num)d customers have passwords, and all are good ones.",
                found.customers,
            )
        ]
    words = [
        ngettext(
            "%(num)d of %(all)s passwords is weak or shared. In a live portal it is good once, with a code by mail; "
            "then the customer sets his own.",
            "%(num)d of %(all)s passwords are weak or shared. In a live portal each is good once, with a code by mail; "
            "then the customer sets his own.",
            found.first,
            all=found.customers,
        )
    ]
    unreached = found.without_address if mails else found.first
    if unreached:
        words.append(
            ngettext(
                "%(num)d of them can't get a code by mail. Give him a unique password in the agent, Global "
                "Replacement, or print him a letter.",
                "%(num)d of them can't get a code by mail. Give each a unique password in the agent, Global "
                "Replacement, or print them letters.",
                unreached,
            )
        )
    return words
