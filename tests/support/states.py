"""Every page of the portal in every state, by the name that its pictures carry: one list for guards and gallery.

Each state is reached as a visitor reaches it, over HTTP. Error pages that need a fault of the receiver itself are
rendered by its own application (`faulty`). A route or an error text that no state shows fails a guard.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final
from urllib.parse import urlsplit

import requests
from flask import Flask
from requests.structures import CaseInsensitiveDict

from receiver.web.errors import TEXTS, error_page
from receiver.web.headers import HEADERS, UNSTORED
from tests.support.admin_states import ADMIN_STATES
from tests.support.asking_states import ASKING_STATES
from tests.support.audit_states import AUDIT_STATES
from tests.support.customers_states import CUSTOMERS_STATES
from tests.support.keep_states import KEEP_STATES
from tests.support.mail_states import MAIL_STATES
from tests.support.mails_states import MAILS_STATES
from tests.support.message_states import MESSAGE_STATES
from tests.support.people_states import PEOPLE_STATES
from tests.support.sign_in_states import SIGN_IN_STATES
from tests.support.snaps_states import SNAPS_STATES
from tests.support.town import CLOSED, IDA, LEO, LIVE, MAIL, MIA, NEW, OTTO, PASSWORD, RUTH, TOM, TRIAL, Town
from tests.support.visitor import Visitor


@dataclass(frozen=True)
class Shown:
    """A page as it was answered, by headers whose names are found in any case; `calls` are the requests that led to it,
    as method and path."""

    name: str
    address: str
    status: int
    html: str
    headers: Mapping[str, str]
    calls: tuple[tuple[str, str], ...] = ()


class Tour:
    """Somebody who goes through all states of a `town` that is served at `url`."""

    def __init__(self, url: str, town: Town) -> None:
        self.url = url
        self.town = town
        self._visitors: list[Visitor] = []
        self._known: dict[str, Visitor] = {}

    def __enter__(self) -> Tour:
        return self

    def __exit__(self, *_: object) -> None:
        for one in self._visitors:
            one.session.close()

    def stranger(self, company: int = LIVE) -> Visitor:
        """Somebody nobody knows."""
        self._visitors.append(Visitor(self.url, company))
        return self._visitors[-1]

    def customer(self, number: str) -> Visitor:
        """A customer of the company that works, signed in."""

        def new() -> Visitor:
            visitor = self.stranger()
            visitor.sign_in(number, PASSWORD)
            return visitor

        return self.known(number, new)

    def known(self, name: str, new: Callable[[], Visitor]) -> Visitor:
        """Somebody who is signed in already, under a name of the tour's own; else as `new` makes him."""
        if name not in self._known:
            self._known[name] = new()
        return self._known[name]

    def all(self) -> list[Shown]:
        """Every state in turn, those of a faulty receiver left out."""
        return self.until(STATES)

    def until(self, names: Collection[str]) -> list[Shown]:
        """Every state in turn up to the last of these: a state may need what those before it did."""
        last = max(place for place, name in enumerate(STATES) if name in names)
        return [shown(name, reach(self)) for name, reach in islice(STATES.items(), last + 1)]


def shown(name: str, answer: requests.Response) -> Shown:
    """What the answer showed."""
    calls = [(str(one.request.method), urlsplit(one.url).path) for one in (*answer.history, answer)]
    return Shown(name, answer.url, answer.status_code, answer.text, answer.headers, tuple(calls))


def faulty(app: Flask, url: str, seen: frozenset[int]) -> list[Shown]:
    """The error pages whose status a tour did not meet."""
    found = []
    for status in sorted(TEXTS.keys() - seen):
        with app.test_request_context(f"/{LIVE}/schedule"):
            page = error_page(status)
        headers: CaseInsensitiveDict[str] = CaseInsensitiveDict(
            {**HEADERS, **dict(UNSTORED), "Content-Type": page.headers["Content-Type"]}
        )
        found.append(Shown(f"error-{status}", f"{url}/{LIVE}/schedule", status, page.get_data(as_text=True), headers))
    return found


def _page(company: int, path: str = "", status: int = 200) -> Callable[[Tour], requests.Response]:
    """A page for everybody."""

    def reach(tour: Tour) -> requests.Response:
        visitor = tour.stranger(company)
        visitor.get(path, status=status)
        return visitor.answer

    return reach


def _own(number: str, path: str = "", status: int = 200) -> Callable[[Tour], requests.Response]:
    """A page of a customer."""

    def reach(tour: Tour) -> requests.Response:
        visitor = tour.customer(number)
        visitor.get(path, status=status)
        return visitor.answer

    return reach


def _tried(identifier: str, password: str, status: int, times: int = 1) -> Callable[[Tour], requests.Response]:
    """What follows when that is typed for the last of so many times; before it, the answer is 401."""

    def reach(tour: Tour) -> requests.Response:
        visitor = tour.stranger()
        for _ in range(times - 1):
            visitor.sign_in(identifier, password, status=401)
        visitor.sign_in(identifier, password, status=status)
        return visitor.answer

    return reach


def _asked(method: str, path: str, body: str = "") -> Callable[[Tour], requests.Response]:
    """What a request gets that no page of ours makes."""

    def reach(tour: Tour) -> requests.Response:
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        return tour.stranger().session.request(method, tour.url + path, data=body or None, headers=kind, timeout=30)

    return reach


def _chosen(tour: Tour) -> requests.Response:
    visitor = tour.stranger()
    page = visitor.sign_in(MAIL, PASSWORD)
    visitor.submit(page, "sign-in/account", {"account": f"record:R{RUTH}"})
    return visitor.answer


def _signed_out(tour: Tour) -> requests.Response:
    visitor = tour.stranger()
    visitor.submit(visitor.sign_in(TOM, PASSWORD), "sign-out", {})
    return visitor.answer


def _trial_home(tour: Tour) -> requests.Response:
    tour.town.publish_trial("first word")
    visitor = tour.stranger(TRIAL)
    visitor.sign_in("1", "first word")
    return visitor.answer


def _ended(password: str, number: str) -> Callable[[Tour], requests.Response]:
    """A session whose customer is published otherwise afterwards."""

    def reach(tour: Tour) -> requests.Response:
        tour.town.publish_trial("first word")
        visitor = tour.stranger(TRIAL)
        visitor.sign_in("1", "first word")
        tour.town.publish_trial(password, number=number)
        visitor.get(status=401)
        return visitor.answer

    return reach


def _unsigned(tour: Tour) -> requests.Response:
    """What somebody gets whose form carries no token."""
    visitor = tour.customer(TOM)
    return visitor.session.post(visitor.address("sign-out"), timeout=30)


def _in_spanish(path: str) -> Callable[[Tour], requests.Response]:
    """A page of Ruth's, in the language that she chose at the foot of it."""

    def reach(tour: Tour) -> requests.Response:
        visitor = tour.stranger()
        visitor.sign_in(RUTH, PASSWORD)
        visitor.submit(visitor.get(path), "language", {"language": "es"})
        return visitor.answer

    return reach


STATES: Final[dict[str, Callable[[Tour], requests.Response]]] = {
    "front-door": _asked("GET", "/"),
    "sign-in": _page(LIVE, "sign-in"),
    "sign-in-before-first-snapshot": _page(NEW, "sign-in"),
    "sign-in-trial": _page(TRIAL, "sign-in"),
    "sign-in-asked-for-page": _page(LIVE, "schedule"),
    "sign-in-empty-fields": _tried("", "", 400),
    "sign-in-no-match": _tried(TOM, "wrong", 401),
    "sign-in-wait": _tried("nobody", "wrong", 429, times=6),
    "sign-in-locked": _tried(LEO, PASSWORD, 429),
    "sign-in-stale-form": _asked("POST", f"/{LIVE}/sign-in", "identifier=1047&password=x"),
    "sign-in-signed-out": _signed_out,
    "sign-in-password-changed": _ended("another word", "1"),
    "sign-in-account-left": _ended("first word", "2"),
    "choose-account": _tried(MAIL, PASSWORD, 200),
    **SIGN_IN_STATES,
    "home": _own(RUTH),
    "home-chosen": _chosen,
    "home-planned": _own(TOM),
    "home-date-passed": _own(IDA),
    "home-empty": _own(MIA),
    "home-long": _own(OTTO),
    "home-trial": _trial_home,
    "home-spanish": _in_spanish(""),
    "contact": _own(RUTH, "contact"),
    "contact-empty": _own(MIA, "contact"),
    "contact-long": _own(OTTO, "contact"),
    "schedule": _own(RUTH, "schedule"),
    "schedule-empty": _own(MIA, "schedule"),
    "schedule-many": _own(OTTO, "schedule"),
    "schedule-spanish": _in_spanish("schedule"),
    **ASKING_STATES,
    **MESSAGE_STATES,
    "history": _own(RUTH, "history"),
    "history-second-page": _own(RUTH, "history?page=2"),
    "history-one-property": _own(RUTH, "history?property=p2"),
    "history-empty": _own(MIA, "history"),
    "history-nothing-chosen": _own(IDA, "history?property=p2"),
    "invoices": _own(RUTH, "invoices"),
    "invoices-second-page": _own(RUTH, "invoices?page=2"),
    "invoices-empty": _own(MIA, "invoices"),
    "invoices-long": _own(OTTO, "invoices"),
    "statement": _own(RUTH, "invoices/statement"),
    "statement-older": _own(OTTO, "invoices/statement?from=2001-01-01&to=2099-12-31"),
    "statement-nothing": _own(RUTH, "invoices/statement?from=2001-01-01&to=2001-12-31"),
    "statement-no-days": _own(MIA, "invoices/statement?from=tomorrow&to=", status=400),
    **PEOPLE_STATES,
    **MAIL_STATES,
    **ADMIN_STATES,
    **SNAPS_STATES,
    **AUDIT_STATES,
    **MAILS_STATES,
    **CUSTOMERS_STATES,
    **KEEP_STATES,
    "closed": _page(CLOSED, status=403),
    "error-400": _own(RUTH, "history?year=1&year=2", status=400),
    "error-403": _unsigned,
    "error-404": _own(RUTH, "nothing", status=404),
    "error-404-nowhere": _asked("GET", "/no/such/page"),
    "error-405": _asked("DELETE", f"/{LIVE}/sign-in"),
    "error-413": _asked("POST", f"/{LIVE}/sign-in", f"identifier={'1' * 100_000}"),
}
