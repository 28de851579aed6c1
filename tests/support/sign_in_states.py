"""The states of the pages about signing in: links and codes by mail, first passwords, and what a user sets himself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import requests

from tests.portal.mailed import Received, mails
from tests.support.town import ANN, BEA, JON, LIVE, NED, PASSWORD
from tests.support.visitor import Visitor

if TYPE_CHECKING:
    from tests.support.states import Tour

SHARED: Final = "clip"


def _mail(tour: Tour, kind: str, to: str) -> Received:
    """The one mail of that kind to that address."""
    return next(one for one in mails(tour.town.live) if (one.kind, one.to) == (kind, to))


def _link(tour: Tour) -> str:
    """The path of the link that Ned was mailed; he asks for it once."""
    if not any(one.to == "ned@example.com" for one in mails(tour.town.live)):
        visitor = tour.stranger()
        visitor.submit(visitor.get("sign-in/forgotten"), "forgotten", {"identifier": NED})
    return _mail(tour, "sign-in-link", "ned@example.com").link.partition(f"/{LIVE}/")[2]


def _forgotten(identifier: str, status: int = 200) -> Callable[[Tour], requests.Response]:
    """What follows when that is typed."""

    def reach(tour: Tour) -> requests.Response:
        visitor = tour.stranger()
        visitor.submit(visitor.get("sign-in/forgotten"), "forgotten", {"identifier": identifier}, status)
        return visitor.answer

    return reach


def _seen_link(tour: Tour) -> requests.Response:
    visitor = tour.stranger()
    visitor.get(_link(tour))
    return visitor.answer


def _used_link(tour: Tour) -> requests.Response:
    visitor, path = tour.stranger(), _link(tour)
    visitor.submit(visitor.get(path), path, {})
    return visitor.answer


def _link_over(tour: Tour) -> requests.Response:
    visitor = tour.stranger()
    visitor.get(_link(tour), status=410)
    return visitor.answer


def _first(number: str, fields: dict[str, str] | None = None, status: int = 200) -> Callable[[Tour], requests.Response]:
    """The page after a first password, and what follows when its form is sent with `fields`."""

    def reach(tour: Tour) -> requests.Response:
        visitor = tour.stranger()
        page = visitor.sign_in(number, SHARED)
        if fields is not None:
            visitor.submit(page, "sign-in/first", fields, status)
        return visitor.answer

    return reach


def _first_done(tour: Tour) -> requests.Response:
    visitor = tour.stranger()
    page = visitor.sign_in(BEA, SHARED)
    code = _mail(tour, "sign-in-code", "bea@example.com").code
    visitor.submit(page, "sign-in/first", {"code": code, "password": "seven green gates"})
    return visitor.answer


def _ned(tour: Tour) -> Visitor:
    """Ned, signed in anew, at a browser with a name."""
    visitor = tour.stranger()
    visitor.session.headers["User-Agent"] = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
    visitor.sign_in(NED, PASSWORD)
    return visitor


def _own(path: str, fields: dict[str, str] | None = None, status: int = 200) -> Callable[[Tour], requests.Response]:
    """A page of Ned's below My account, and what follows when its form is sent with `fields`."""

    def reach(tour: Tour) -> requests.Response:
        visitor = _ned(tour)
        page = visitor.get(path)
        if fields is not None:
            visitor.submit(page, path, fields, status)
        return visitor.answer

    return reach


def _looked(visitor: Visitor, path: str) -> requests.Response:
    visitor.get(path)
    return visitor.answer


def _unknown_passkey(tour: Tour) -> requests.Response:
    """What a browser is told whose passkey nobody knows."""
    visitor = tour.stranger()
    token = visitor.get("sign-in").all("input", name="csrf_token")[0].attributes["value"]
    return visitor.session.post(visitor.address("sign-in/passkey"), data={"csrf_token": token}, timeout=30)


def _no_passkey_left(tour: Tour) -> requests.Response:
    """What follows when a passkey is removed; this portal, without https, has none."""
    visitor = _ned(tour)
    form = next(one for one in visitor.get("account/sessions").all("form") if "sessions" in one.attributes["action"])
    fields = {one.attributes["name"]: one.attributes["value"] for one in form.all("input", type="hidden")}
    return visitor.session.post(visitor.address("account/passkeys"), data={**fields, "remove": "AA"}, timeout=30)


SIGN_IN_STATES: Final[dict[str, Callable[[Tour], requests.Response]]] = {
    "forgotten": lambda tour: _looked(tour.stranger(), "sign-in/forgotten"),
    "forgotten-empty": _forgotten("", 400),
    "forgotten-sent": _forgotten("nobody"),
    "link": _seen_link,
    "link-signed-in": _used_link,
    "link-over": _link_over,
    "first-password": _first(ANN),
    "first-password-wrong": _first(ANN, {"code": "AAAA-2222", "password": "seven green gates"}, 401),
    "first-password-faults": _first(ANN, {"code": "", "password": SHARED}, 400),
    "first-password-no-address": _first(JON),
    "first-password-done": _first_done,
    "password": _own("account/password"),
    "password-faults": _own("account/password", {"current": "", "password": "Ned Hall"}, 400),
    "login-id": _own("account/sign-in-name"),
    "login-id-taken": _own("account/sign-in-name", {"login": "1"}, 400),
    "sign-in-passkey-unknown": _unknown_passkey,
    "passkeys": _own("account/passkeys"),
    "passkeys-removed": _no_passkey_left,
    "sessions": _own("account/sessions"),
    "sessions-ended": _own("account/sessions", {"end": "others"}),
    "password-changed": _own("account/password", {"current": PASSWORD, "password": "seven green gates"}),
}
"""In this order: the link is used up on the way, and the last one changes Ned's password."""
