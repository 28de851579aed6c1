"""The states of the administration site's pages. Each subject has a list of its own; see `states.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import requests

from tests.admin.boss import ANN, Boss
from tests.support.at_the_desk import Reach, in_spanish, page
from tests.support.enter_states import ENTER_STATES
from tests.support.looks_states import LOOKS_STATES
from tests.support.town import LIVE, TRIAL
from tests.support.users_states import USERS_STATES

if TYPE_CHECKING:
    from tests.support.states import Tour


def tried(name: str, password: str, status: int) -> Reach:
    """What follows when that is typed into the sign-in page."""

    def reach(tour: Tour) -> requests.Response:
        stranger = Boss(tour.url, LIVE)
        stranger.sign_in(name, password, status=status)
        return stranger.answer

    return reach


def _signed_out(tour: Tour) -> requests.Response:
    ann = Boss(tour.url, LIVE)
    ann.submit(ann.sign_in(), "sign-out", {})
    return ann.answer


def _door_in_spanish(tour: Tour) -> requests.Response:
    stranger = Boss(tour.url, LIVE)
    stranger.submit(stranger.get("sign-in"), "sign-in/language", {"language": "es"})
    return stranger.answer


def _ended(tour: Tour) -> requests.Response:
    ann = Boss(tour.url, TRIAL)
    ann.sign_in()
    ann.session.cookies.clear()
    ann.session.cookies.set(f"porchlight-admin-{TRIAL}", "0" * 43)
    ann.get(status=401)
    return ann.answer


ADMIN_STATES: Final[dict[str, Reach]] = {
    "admin-sign-in": _signed_out,
    "admin-sign-in-spanish": _door_in_spanish,
    "admin-sign-in-empty": tried("", "", 400),
    "admin-sign-in-no-match": tried(ANN.name, "wrong", 401),
    "admin-sign-in-ended": _ended,
    "admin-overview": page(),
    "admin-overview-trial": page(company=TRIAL),
    "admin-overview-spanish": in_spanish(""),
    "admin-settings": page("settings"),
    **ENTER_STATES,
    **LOOKS_STATES,
    **USERS_STATES,
}
