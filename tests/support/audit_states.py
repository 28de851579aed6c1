"""The states of the audit log's pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import requests

from receiver.domain.audit.models import Side
from receiver.domain.audit.queries import Wanted, count_of
from receiver.domain.audit.trail import Actor, Deed, note
from tests.admin.boss import Boss
from tests.support.at_the_desk import Reach, page
from tests.support.town import LIVE, RUTH

if TYPE_CHECKING:
    from tests.support.states import Tour

DANA: Final = Actor(Side.OFFICE, "device:5f0c41b22c6e9a01", "Dana", "198.51.100.24")
LEE: Final = Actor(Side.OFFICE, "device:77a1b2c3d4e5f601", "Lee", "198.51.100.24")
HOST: Final = Actor(Side.HOST, name="root")
RUTH_HERSELF: Final = Actor(Side.PORTAL, f"record:R{RUTH}", RUTH)
DONE: Final[tuple[tuple[Actor, Deed], ...]] = (
    (DANA, Deed("office.users", details={"what": "Added the user Lee (level 2)"})),
    (DANA, Deed("office.replaced", details={"number": 7, "what": "CU.Customer Password", "count": 212})),
    (LEE, Deed("office.undone", details={"number": 7, "what": "CU.Customer Password"})),
    (LEE, Deed("office.settings", details={"what": "Changed e-mail, hours"})),
    (RUTH_HERSELF, Deed("portal.person-removed", "person:gone")),
    (HOST, Deed("administrators.unlocked", "staff:Ann", {"user": "Ann"})),
)
"""Who did what, about whom, the oldest first."""


def _filled(tour: Tour) -> requests.Response:
    """The log after a day with work at the office, told an hour later."""
    office, clock = tour.town.live, tour.town.clock()
    with office.work.writing(LIVE) as session:
        if not count_of(session, LIVE, Wanted(subject="office")):
            for age, (actor, deed) in enumerate(DONE):
                at = clock - timedelta(minutes=90 - 10 * age)
                note(session, LIVE, actor, replace(deed, at=at), clock if actor.side is Side.OFFICE else at)
    return page("audit")(tour)


def _in_spanish(tour: Tour) -> requests.Response:
    ann = Boss(tour.url, LIVE)
    ann.sign_in()
    ann.submit(ann.get("audit"), "language", {"language": "es"})
    return ann.answer


AUDIT_STATES: Final[dict[str, Reach]] = {
    "admin-audit": _filled,
    "admin-audit-spanish": _in_spanish,
    "admin-audit-chosen": page("audit?what=administrators&where=administration&who=ann&since=2020-01-01"),
    "admin-audit-nothing": page("audit?who=nobody+at+all"),
    "admin-audit-no-such-choice": page("audit?what=evil&since=2026-02-30&until=x&about=%07", status=400),
    "admin-audit-check": page("audit/check"),
    "admin-audit-check-mark": page(f"audit/check?mark=900000:{'0' * 24}"),
    "admin-audit-check-no-mark": page("audit/check?mark=nonsense", status=400),
}
