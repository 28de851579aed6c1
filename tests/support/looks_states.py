"""How the portal looks: the pages that change it, and pages of customers of an office that changed all of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import requests

from tests.admin.boss import ANN
from tests.admin.looking import Decorator
from tests.portal.cast import Office, Person
from tests.support.pictures import drawing

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.states import Tour

    Reach = Callable[[Tour], requests.Response]

COMPANY: Final = 116
SPLASH: Final = (640, 64)
COLOUR: Final = "#7a3fb0"
PALE: Final = "#ffcc00"
TEXTS: Final = {
    "logo_link": "https://www.pools.example",
    "copyright": "© 2026 Blue Lagoon Pools",
    "copyright_link": "www.pools.example/legal",
    "privacy_link": "https://www.pools.example/privacy",
    "terms_link": "https://www.pools.example/terms",
    "welcome": "Welcome! In winter we open and close pools on weekdays only.\nCall us before you fill yours.",
    "accent": COLOUR,
}


def ann(tour: Tour, name: str = "decorator") -> Decorator:
    """Ann of a company of its own, signed in. Its look is plain when she first comes."""

    def new() -> Decorator:
        if COMPANY not in tour.town.others:
            office = Office.create(tour.town.live.work, tour.town.live.secrets, COMPANY, "Blue Lagoon Pools")
            office.publish(
                ANN,
                Person("1", "deep water", "Nora Field"),
                name="Blue Lagoon Pools",
                phone="555-0166",
                shares_money=True,
            )
            tour.town.others.add(COMPANY)
        made = Decorator(tour.url, COMPANY)
        made.sign_in()
        return made

    found = tour.known(name, new)
    assert isinstance(found, Decorator)
    return found


def _page(path: str) -> Reach:
    def reach(tour: Tour) -> requests.Response:
        one = ann(tour)
        one.get(path)
        return one.answer

    return reach


def _uploaded(size: tuple[int, int], status: int = 200) -> Reach:
    def reach(tour: Tour) -> requests.Response:
        one = ann(tour)
        one.upload(drawing(size), status=status)
        return one.answer

    return reach


def _scaled(tour: Tour) -> requests.Response:
    one = ann(tour)
    one.submit(one.upload(drawing((1200, 120)), status=400), "splash/scaled", {})
    return one.answer


def _no_words(tour: Tour) -> requests.Response:
    one = ann(tour)
    one.submit(one.get("splash"), "splash/words", {"words": "x" * 300}, 400)
    return one.answer


def _gone(tour: Tour) -> requests.Response:
    one = ann(tour)
    page = one.upload(drawing((1200, 120)), status=400)
    one.upload(drawing((1100, 120)), status=400)
    one.submit(page, "splash/scaled", {}, 409)
    return one.answer


def _removed(tour: Tour) -> requests.Response:
    one = ann(tour)
    one.upload(drawing((100, 50)))
    one.submit(one.get("splash"), "splash/remove", {})
    return one.answer


def _saved(fields: Mapping[str, str], status: int = 200, logo: bytes = b"", hidden: tuple[str, ...] = ()) -> Reach:
    def reach(tour: Tour) -> requests.Response:
        one = ann(tour)
        one.save(fields, status=status, logo=logo, hidden=hidden)
        return one.answer

    return reach


def _meanwhile(tour: Tour) -> requests.Response:
    one = ann(tour)
    page = one.get("look")
    one.save({"welcome": "Hello"})
    one.save({"welcome": "Good day"}, page=page, status=409)
    return one.answer


def _dressed(path: str) -> Reach:
    """A page of a customer of the office that set all of it."""

    def reach(tour: Tour) -> requests.Response:
        one = ann(tour)
        one.upload(drawing(SPLASH))
        one.submit(one.get("splash"), "splash/words", {"words": "Blue Lagoon Pools, since 1988"})
        one.save(TEXTS, logo=drawing(), hidden=("history", "people"))
        visitor = tour.stranger(COMPANY)
        if path != "sign-in":
            visitor.sign_in("1", "deep water")
        visitor.get(path)
        return visitor.answer

    return reach


LOOKS_STATES: Final[dict[str, Reach]] = {
    "admin-splash": _page("splash"),
    "admin-splash-too-large": _uploaded((1200, 90), 400),
    "admin-splash-uploaded": _uploaded(SPLASH),
    "admin-splash-scaled": _scaled,
    "admin-splash-long-words": _no_words,
    "admin-splash-gone": _gone,
    "admin-splash-removed": _removed,
    "admin-look": _page("look"),
    "admin-look-faults": _saved({"logo_link": "my site", "accent": "green", "welcome": "x" * 2_000}, 400),
    "admin-look-preview": _saved({**TEXTS, "accent": PALE, "do": "preview"}, logo=drawing()),
    "admin-look-saved": _saved(TEXTS, logo=drawing(), hidden=("people",)),
    "admin-look-meanwhile": _meanwhile,
    "home-dressed": _dressed(""),
    "sign-in-dressed": _dressed("sign-in"),
}
