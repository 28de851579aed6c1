"""The states of going live, of the export, and of erasing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import requests

from tests.support.at_the_desk import Reach, boss, page
from tests.support.town import LIVE, PAT, SAM, TRIAL

if TYPE_CHECKING:
    from tests.support.states import Tour


def _sent(path: str, action: str, fields: dict[str, str], status: int = 200, company: int = LIVE) -> Reach:
    """What a form of the page at `path` leads to."""

    def reach(tour: Tour) -> requests.Response:
        ann = boss(tour, company)
        ann.submit(ann.get(path), action, fields, status)
        return ann.answer

    return reach


def _went_live(tour: Tour) -> requests.Response:
    """The town's trial stays one for whoever looks at it next."""
    answer = _sent(GO_LIVE, "go-live", {"known": "yes"}, company=TRIAL)(tour)
    _sent(GO_LIVE, "trial", {}, company=TRIAL)(tour)
    return answer


def _went_back(tour: Tour) -> requests.Response:
    _sent(GO_LIVE, "go-live", {"known": "yes"}, company=TRIAL)(tour)
    return _sent(GO_LIVE, "trial", {}, company=TRIAL)(tour)


GO_LIVE: Final = "settings/go-live"
ERASING: Final = "settings/erasing/customer"

KEEP_STATES: Final[dict[str, Reach]] = {
    "admin-go-live": page(GO_LIVE, company=TRIAL),
    "admin-go-live-unticked": _sent(GO_LIVE, "go-live", {}, 400, TRIAL),
    "admin-go-live-done": _went_live,
    "admin-go-live-back": _went_back,
    "admin-go-live-in-use": page(GO_LIVE),
    "admin-go-live-mail-tried": _sent(GO_LIVE, "mail", {"to": "ann@greenvalley.example"}),
    "admin-export": page("settings/export"),
    "admin-erasing": page("settings/erasing"),
    "admin-erasing-nobody": page("settings/erasing", company=TRIAL),
    "admin-erasing-not-found": page("settings/erasing?q=Zacharias"),
    "admin-erasing-too-long": page(f"settings/erasing?q={'x' * 101}", 400),
    "admin-erasing-customer": page(f"{ERASING}?record=R{PAT}"),
    "admin-erasing-done": _sent(f"{ERASING}?record=R{SAM}", "customer", {}),
    "admin-go-live-mail-no-address": _sent(GO_LIVE, "mail", {"to": "nobody"}, 400),
}
