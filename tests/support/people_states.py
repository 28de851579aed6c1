"""My account and the pages below it, and the link of an invitation, in every state."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import requests

from tests.portal.cast import Office
from tests.portal.mailed import found_in, mails
from tests.support.pages import Element
from tests.support.town import FIRM, IDA, LIVE, MIA, PASSWORD, RUTH, TOM

if TYPE_CHECKING:
    from tests.support.states import Tour
    from tests.support.visitor import Visitor

Reach = Callable[["Tour"], requests.Response]
SECRET: Final = "four words of hers"
LONG: Final = "Donaudampfschifffahrtsgesellschaftskapitänswitwe"


LINK: Final = re.compile(r"https?://\S+/invitation/\S+")


def invited(visitor: Visitor, email: str, rights: str = "see", *, office: Office | None = None) -> str:
    """The path of the link of an invitation: as a host without mail shows it, else as the office's mail brings it."""
    page = visitor.submit(visitor.get("account/people"), "account/people", {"email": email, "rights": rights})
    if office is None:
        shown = page.one("input", id="link").attributes["value"]
    else:
        (mail,) = [one for one in mails(office) if (one.kind, one.to) == ("invitation", email)]
        shown = found_in(LINK, mail.text)
    return urlsplit(shown).path.removeprefix(f"/{visitor.company}/")


def accepted(visitor: Visitor, path: str, name: str) -> None:
    """Accept as somebody new."""
    visitor.submit(visitor.get(path), path, {"name": name, "password": SECRET, "way": "new"})


def extra(tour: Tour, name: str, rights: str) -> Visitor:
    """Somebody whom the firm invited, signed in; the same one each time."""

    def new() -> Visitor:
        visitor = tour.stranger()
        address = f"{name.split()[0].lower()}@example.com"
        accepted(visitor, invited(tour.customer(FIRM), address, rights, office=tour.town.live), name)
        return visitor

    return tour.known(name, new)


def _at(path: str, rights: str = "see", status: int = 200) -> Reach:
    """A page of somebody who was invited."""

    def reach(tour: Tour) -> requests.Response:
        visitor = extra(tour, f"{rights.title()} {LONG}", rights)
        visitor.get(path, status=status)
        return visitor.answer

    return reach


def _own(number: str, path: str) -> Reach:
    """A page of a customer."""

    def reach(tour: Tour) -> requests.Response:
        visitor = tour.customer(number)
        visitor.get(path)
        return visitor.answer

    return reach


def _sent(number: str, page: str, action: str, fields: dict[str, str], status: int = 200) -> Reach:
    """What follows when a form of that page is sent with these fields."""

    def reach(tour: Tour) -> requests.Response:
        visitor = tour.customer(number)
        visitor.submit(visitor.get(page), action, fields, status)
        return visitor.answer

    return reach


def _pressed(number: str, page: str, action: str, more: dict[str, str] | None = None) -> Reach:
    """What follows when the first button of that kind is pressed."""

    def reach(tour: Tour) -> requests.Response:
        visitor = tour.customer(number)
        shown = visitor.get(page)
        form = next(one for one in shown.all("form") if one.attributes["action"].endswith(action))
        visitor.submit(shown, action, {**_button(form), **(more or {})})
        return visitor.answer

    return reach


def _button(form: Element) -> dict[str, str]:
    """What the button of a form sends."""
    pressed = form.all("button")[0].attributes
    return {pressed["name"]: pressed["value"]} if "name" in pressed else {}


def _removed(tour: Tour) -> requests.Response:
    """Somebody from whom the only account was taken away."""
    extra(tour, "Eve Short", "ask")
    firm = tour.customer(FIRM)
    page = firm.get("account/people")
    row = next(one for one in page.all("li") if "Eve Short" in one.text)
    form = next(one for one in row.all("form") if one.attributes["action"].endswith("remove"))
    firm.submit(page, "people/remove", _button(form))
    return firm.answer


def _nobodys(tour: Tour) -> requests.Response:
    visitor = extra(tour, "Eve Short", "ask")
    visitor.get(status=403)
    return visitor.answer


def _linked(tour: Tour) -> requests.Response:
    """The firm sees Tom's account too, and looks at it."""
    visitor = tour.customer(FIRM)
    fields = {"number": TOM, "password": PASSWORD}
    visitor.submit(visitor.get("account/accounts"), "account/accounts", fields)
    return visitor.answer


def _invitation(tour: Tour, how: str) -> requests.Response:
    address = f"{how.replace(' ', '-')}@example.com"
    path = invited(tour.customer(FIRM), address, "ask", office=tour.town.live)
    visitor = tour.customer(IDA) if how == "signed in" else tour.stranger()
    page = visitor.get(path)
    if how == "not filled in":
        visitor.submit(page, path, {"name": "", "password": "short", "way": "new"}, 400)
    elif how == "no match":
        visitor.submit(page, path, {"identifier": TOM, "known-password": "wrong", "way": "known"}, 401)
    elif how == "accepted":
        visitor = tour.customer(MIA)
        visitor.submit(visitor.get(path), "/accept", {})
    return visitor.answer


def _way(how: str) -> Reach:
    return lambda tour: _invitation(tour, how)


def _over(tour: Tour) -> requests.Response:
    visitor = tour.stranger(LIVE)
    visitor.get("invitation/" + "A" * 43, status=410)
    return visitor.answer


PEOPLE_STATES: Final[dict[str, Reach]] = {
    "account": _own(RUTH, "account"),
    "calendar": _own(TOM, "account/calendar"),
    "calendar-made": _pressed(TOM, "account/calendar", "account/calendar"),
    "calendar-several": _pressed(TOM, "account/calendar", "account/calendar"),
    "calendar-stopped": _pressed(TOM, "account/calendar", "calendar/stop"),
    "data": _own(RUTH, "account/data"),
    "people": _own(FIRM, "account/people"),
    "people-no-address": _sent(FIRM, "account/people", "account/people", {"email": "nobody", "rights": "ask"}, 400),
    "people-invited": _sent(FIRM, "account/people", "account/people", {"email": "guest@example.com", "rights": "ask"}),
    "people-invited-again": _pressed(FIRM, "account/people", "people/resend"),
    "people-taken-back": _pressed(FIRM, "account/people", "people/withdraw"),
    "account-extra-person": _at("account"),
    "home-see-only": _at(""),
    "schedule-see-only": _at("schedule"),
    "contact-see-only": _at("contact"),
    "home-with-money": _at("", "money"),
    "people-several": _own(FIRM, "account/people"),
    "people-other-rights": _pressed(FIRM, "account/people", "people/rights", {"rights": "money"}),
    "people-removed": _removed,
    "no-account": _nobodys,
    "invitation": _way("looked at"),
    "invitation-signed-in": _way("signed in"),
    "invitation-not-filled-in": _way("not filled in"),
    "invitation-no-match": _way("no match"),
    "invitation-accepted": _way("accepted"),
    "invitation-over": _over,
    "accounts": _own(TOM, "account/accounts"),
    "accounts-not-filled-in": _sent(TOM, "account/accounts", "account/accounts", {"number": "", "password": ""}, 400),
    "accounts-no-match": _sent(TOM, "account/accounts", "account/accounts", {"number": "1", "password": "x"}, 401),
    "accounts-linked": _linked,
    "accounts-looked-at": _pressed(FIRM, "account/accounts", "accounts/look"),
    "account-of-another": _own(FIRM, "account"),
    "accounts-removed": _pressed(FIRM, "account/accounts", "accounts/remove"),
}
