"""Home of somebody who comes back, and Contact Company, in every state."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import requests

from receiver.db.lanes import Lane
from receiver.domain.people import sessions
from receiver.domain.people.rights import Rights
from receiver.domain.people.users import CUSTOMER, AccountLink
from tests.portal.contacting import Writer
from tests.support.pictures import picture
from tests.support.town import LEO, LIVE, PASSWORD, TOM, VERA, ZOE

if TYPE_CHECKING:
    from tests.support.states import Tour
    from tests.support.visitor import Visitor

Reach = Callable[["Tour"], requests.Response]


def _own(number: str, path: str = "") -> Reach:
    """A page of a customer."""

    def reach(tour: Tour) -> requests.Response:
        visitor = tour.customer(number)
        visitor.get(path)
        return visitor.answer

    return reach


def _photos(tour: Tour) -> requests.Response:
    """What follows a message with two photos."""
    writer = Writer.at(tour.customer(VERA))
    wide, tall = picture(1200, 800), picture(600, 1000, "PNG")
    return writer.post("This is how it looks now.", ("gate.jpg", wide), ("fence.png", tall), follow=True)


def _faults(tour: Tour) -> requests.Response:
    """Nothing was written, and one of the files is no photo."""
    return Writer.at(tour.customer(VERA)).post(" ", ("plan.svg", b"<svg/>"))


def _too_many(tour: Tour) -> requests.Response:
    """The office has not read the last thirty."""
    return Writer.at(tour.customer(ZOE)).post("Are you there?", ("gate.jpg", picture()))


def _kept(tour: Tour) -> requests.Response:
    """The session ended while she wrote."""
    visitor = tour.stranger()
    visitor.sign_in(VERA, PASSWORD)
    writer = Writer.at(visitor)
    visitor.session.cookies.set(f"porchlight-{LIVE}", "x" * 43, domain="127.0.0.1", path="/")
    writer.post("The gate sticks. Please pull hard.")
    visitor.sign_in(VERA, PASSWORD)
    return visitor.answer


def _looking(tour: Tour) -> requests.Response:
    """Tom may look at Leo's account, and no more."""
    visitor: Visitor = tour.stranger()
    visitor.sign_in(TOM, PASSWORD)
    made_by = f"{CUSTOMER}R{LEO}"
    with tour.town.live.work.writing(LIVE, Lane.VISITORS) as session:
        session.merge(
            AccountLink(
                company_id=LIVE,
                user_id=f"{CUSTOMER}R{TOM}",
                record_id=f"R{LEO}",
                rights=Rights.SEE,
                made_at=tour.town.clock(),
                made_by=made_by,
            )
        )
        token = visitor.session.cookies[f"porchlight-{LIVE}"]
        sessions.look_at(session, LIVE, token, number=LEO, record_id=f"R{LEO}", own_number=TOM)
    visitor.get("message")
    return visitor.answer


MESSAGE_STATES: Final[dict[str, Reach]] = {
    "home-news": _own(VERA),
    "message": _own(TOM, "message"),
    "message-thread": _own(VERA, "message"),
    "message-second-page": _own(VERA, "message?page=2"),
    "message-photos": _photos,
    "message-faults": _faults,
    "message-too-many": _too_many,
    "message-back-again": _kept,
    "message-looking": _looking,
}
"""What `tests.support.states.STATES` takes from here."""
