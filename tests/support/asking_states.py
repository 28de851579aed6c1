"""The pages on which customers ask for something, in every state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

import requests

from receiver.db.lanes import Lane
from receiver.domain.people import sessions
from receiver.domain.people.rights import Rights
from receiver.domain.people.users import CUSTOMER, AccountLink
from shared import records
from tests.support.town import LEO, LIVE, MIA, NINA, OTTO, PASSWORD, RUTH, TOM, TRIAL, ZOE

if TYPE_CHECKING:
    from tests.support.states import Tour
    from tests.support.visitor import Visitor

Reach = Callable[["Tour"], requests.Response]
JOB: Final = "job=1047-1"
NORAS_JOB: Final = "schedule/change?job=n1"


def _own(number: str, path: str, status: int = 200) -> Reach:
    """A page of a customer."""

    def reach(tour: Tour) -> requests.Response:
        visitor = tour.customer(number)
        visitor.get(path, status=status)
        return visitor.answer

    return reach


def _sent(number: str, path: str, fields: dict[str, str], status: int = 200) -> Reach:
    """What follows when the form of that page is sent so."""

    def reach(tour: Tour) -> requests.Response:
        visitor = tour.customer(number)
        visitor.submit(visitor.get(path), path, fields, status)
        return visitor.answer

    return reach


def _nora(tour: Tour, details: Mapping[str, object]) -> Visitor:
    """The one customer of the company that is being set up, signed in."""
    tour.town.publish_trial("first word", details=details)
    visitor = tour.stranger(TRIAL)
    visitor.sign_in("1", "first word")
    return visitor


def _meanwhile(
    path: str, fields: dict[str, str], before: Callable[[Tour], Mapping[str, object]], after: Mapping[str, object]
) -> Reach:
    """What follows when the office publishes something else while somebody types."""

    def reach(tour: Tour) -> requests.Response:
        visitor = _nora(tour, before(tour))
        page = visitor.get(path)
        tour.town.publish_trial("first word", details=after)
        visitor.submit(page, path, fields, 409)
        return visitor.answer

    return reach


def _planned(tour: Tour) -> Mapping[str, object]:
    return {"jobs": (records.Job("n1", "Window cleaning", next_visit=tour.town.day(3)),)}


def _moved_visit(tour: Tour) -> requests.Response:
    visitor = _nora(tour, _planned(tour))
    page = visitor.get(NORAS_JOB)
    moved = records.Job("n1", "Window cleaning", next_visit=tour.town.day(5))
    tour.town.publish_trial("first word", details={"jobs": (moved,)})
    visitor.submit(page, NORAS_JOB, {"visit": tour.town.day(3).isoformat(), "wanted": "skip"}, 409)
    return visitor.answer


def _left(visitor: Visitor) -> requests.Response:
    """A note that is sent when the session has ended."""
    path = f"schedule/note?{JOB}"
    page = visitor.get(path)
    visitor.session.cookies.pop(f"porchlight-{LIVE}", None)
    visitor.submit(page, path, {"text": "The gate sticks. Please pull hard."}, 401)
    return visitor.answer


def _ended(tour: Tour) -> requests.Response:
    visitor = tour.stranger()
    visitor.sign_in(RUTH, PASSWORD)
    return _left(visitor)


def _back_again(tour: Tour) -> requests.Response:
    visitor = tour.stranger()
    visitor.sign_in(RUTH, PASSWORD)
    _left(visitor)
    visitor.sign_in(RUTH, PASSWORD)
    return visitor.answer


def _other_account(tour: Tour) -> requests.Response:
    """A form of Ruth's, sent by Mia, who signed in at the same browser."""
    visitor = tour.stranger()
    visitor.sign_in(RUTH, PASSWORD)
    path = f"schedule/note?{JOB}"
    page = visitor.get(path)
    visitor.session.cookies.pop(f"porchlight-{LIVE}", None)
    visitor.sign_in(MIA, PASSWORD)
    visitor.submit(page, path, {"text": "The gate sticks."}, 409)
    return visitor.answer


def _only_looking(tour: Tour) -> requests.Response:
    """Tom may look at Leo's account, and no more."""
    visitor = tour.stranger()
    visitor.sign_in(TOM, PASSWORD)
    link = AccountLink(
        company_id=LIVE,
        user_id=f"{CUSTOMER}R{TOM}",
        record_id=f"R{LEO}",
        rights=Rights.SEE,
        made_at=tour.town.clock(),
        made_by=f"{CUSTOMER}R{LEO}",
    )
    with tour.town.live.work.writing(LIVE, Lane.VISITORS) as session:
        session.merge(link)
        token = visitor.session.cookies[f"porchlight-{LIVE}"]
        sessions.look_at(session, LIVE, token, number=LEO, record_id=f"R{LEO}", own_number=TOM)
    visitor.get("contact/change", status=403)
    return visitor.answer


LONG: Final = "Oak " * 200
ASKING_STATES: Final[dict[str, Reach]] = {
    "contact-waiting": _own(NINA, "contact"),
    "contact-change": _own(RUTH, "contact/change"),
    "contact-change-long": _own(OTTO, "contact/change"),
    "contact-change-faults": _sent(
        RUTH, "contact/change", {"name": " ", "email": "ruth@", "street": LONG, "phone-0": "–"}, 400
    ),
    "contact-change-nothing": _sent(RUTH, "contact/change", {}),
    "contact-change-meanwhile": _meanwhile(
        "contact/change",
        {"street": "14 Oak Street", "city": "Shelbyville"},
        lambda _tour: {"street": "3 Elm Row", "city": "Springfield"},
        {"street": "3 Elm Row, rear", "city": "Springfield"},
    ),
    "contact-change-sent": _sent(RUTH, "contact/change", {"street": "14 Oak Street", "phone-2": "555-0104"}),
    "contact-notes": _own(RUTH, "contact/notes?property=p1"),
    "contact-notes-too-long": _sent(RUTH, "contact/notes?property=p1", {"notes": "Dog. " * 900}, 400),
    "contact-notes-meanwhile": _meanwhile(
        "contact/notes?property=p1",
        {"notes": "The gate code is 2580."},
        lambda _tour: {"properties": (records.Property("p1", "", "3 Elm Row", notes="Ring twice."),)},
        {"properties": (records.Property("p1", "", "3 Elm Row", notes="Ring twice, then knock."),)},
    ),
    "schedule-waiting": _own(NINA, "schedule"),
    "schedule-note": _own(RUTH, f"schedule/note?{JOB}"),
    "schedule-note-empty": _sent(RUTH, f"schedule/note?{JOB}", {"text": " "}, 400),
    "schedule-note-ended": _ended,
    "schedule-note-back-again": _back_again,
    "schedule-note-other-account": _other_account,
    "schedule-note-gone": _meanwhile("schedule/note?job=n1", {"text": "Please ring."}, _planned, {"jobs": ()}),
    "schedule-change": _own(RUTH, f"schedule/change?{JOB}"),
    "schedule-change-unplanned": _own(RUTH, "schedule/change?job=1047-4"),
    "schedule-change-faults": _sent(
        RUTH,
        f"schedule/change?{JOB}",
        {"visit": "x", "wanted": "move", "day1": "2020-02-30", "day2": "2020-02-28"},
        400,
    ),
    "schedule-change-meanwhile": _moved_visit,
    "requests": _own(NINA, "requests"),
    "requests-empty": _own(MIA, "requests"),
    "request-sent": _own(NINA, "requests/1"),
    "request-seen": _own(NINA, "requests/2"),
    "request-accepted": _own(NINA, "requests/3"),
    "request-declined": _own(NINA, "requests/4"),
    "request-done": _own(NINA, "requests/5"),
    "request-too-many": _sent(ZOE, "contact/change", {"street": "1 Hill Road"}, 429),
    "only-looking": _only_looking,
}
"""What `tests.support.states.STATES` takes from here."""
