"""The mails that somebody chooses, and what stands behind the link in each of them, in every state."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import requests

from receiver.domain.mail.choices import Choice, stop_token
from tests.support.town import LIVE, MIA, RUTH, TOM

if TYPE_CHECKING:
    from tests.support.states import Tour

Reach = Callable[["Tour"], requests.Response]


def _page(number: str) -> Reach:
    def reach(tour: Tour) -> requests.Response:
        visitor = tour.customer(number)
        visitor.get("account/mails")
        return visitor.answer

    return reach


def _chosen(tour: Tour) -> requests.Response:
    visitor = tour.customer(TOM)
    visitor.submit(visitor.get("account/mails"), "account/mails", {"reminder": "1"})
    return visitor.answer


def _link(method: str) -> Reach:
    """What somebody finds behind the link in a mail, and after pressing the button there."""

    def reach(tour: Tour) -> requests.Response:
        visitor = tour.stranger()
        token = stop_token(tour.town.live.secrets.form_key, LIVE, "record:R1048", Choice.REMINDER)
        return visitor.session.request(method, visitor.address(f"mails/stop/{token}"), timeout=30)

    return reach


MAIL_STATES: Final[dict[str, Reach]] = {
    "mails": _page(RUTH),
    "mails-saved": _chosen,
    "mails-no-address": _page(MIA),
    "mails-stop": _link("GET"),
    "mails-stopped": _link("POST"),
}
