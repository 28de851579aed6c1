"""The office's level-1 user at the administration site, as all states of its pages need her."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import requests

from tests.admin.boss import Boss
from tests.support.town import LIVE

if TYPE_CHECKING:
    from tests.support.states import Tour

Reach = Callable[["Tour"], requests.Response]


def boss(tour: Tour, company: int = LIVE) -> Boss:
    """Ann, signed in at the company; the same one for all who ask."""

    def new() -> Boss:
        made = Boss(tour.url, company)
        made.sign_in()
        return made

    found = tour.known(f"boss {company}", new)
    assert isinstance(found, Boss)
    return found


def page(path: str = "", status: int = 200, company: int = LIVE) -> Reach:
    """A page of the site."""

    def reach(tour: Tour) -> requests.Response:
        ann = boss(tour, company)
        ann.get(path, status=status)
        return ann.answer

    return reach


def in_spanish(path: str) -> Reach:
    """A page of the site, after Spanish was chosen at the foot of it."""

    def reach(tour: Tour) -> requests.Response:
        ann = Boss(tour.url, LIVE)
        ann.sign_in()
        ann.submit(ann.get(path), "language", {"language": "es"})
        return ann.answer

    return reach
