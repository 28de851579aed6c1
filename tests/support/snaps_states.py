"""The states of Import for New Data and of the snapshots, at a company of their own: the others stay as they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import msgspec
import requests
from sqlalchemy.orm import Session

from receiver.domain.agents.models import Device
from receiver.domain.companies.models import Company
from receiver.domain.companies.queries import find_company
from receiver.domain.snapshots.models import Snapshot
from shared.messages import Held
from tests.admin.boss import ANN
from tests.portal.cast import Office, Person
from tests.support.at_the_desk import Reach, boss

if TYPE_CHECKING:
    from tests.support.states import Tour

SNAPS: Final = 118
FRONT, BACK = "0" * 16, "1" * 16
LIVE, EARLIER, OLD, GIVEN_UP = 6, 4, 2, 1
"""Snapshots of it: seen by customers; seen before; never seen; no longer kept."""
NEWEST: Final = 7
"""Held, waiting or imported, as a state wants it."""


def _made(tour: Tour) -> Office:
    """The company, with as many snapshots as a list needs, whatever was done there before."""
    work = tour.town.live.work
    office = Office(SNAPS, work, tour.town.live.secrets)
    with work.reading(SNAPS) as session:
        known = find_company(session, SNAPS) is not None
    if not known:
        office = Office.create(work, tour.town.live.secrets, SNAPS, "Green Valley")
        _publish(office)
    with work.writing(SNAPS) as session:
        _as_told(session, tour)
    return office


def _publish(office: Office) -> None:
    people = [Person(str(number), "", f"Customer {number}") for number in range(1, 13)]
    for number, count in enumerate((9, 12, 11, 12, 12, 12, 3)):
        renamed = [replace(one, name=f"{one.name} at {number}") for one in people[:number]]
        replace(office, attended=count > 3).publish(ANN, *renamed[:count], *people[number:count])


def _as_told(session: Session, tour: Tour) -> None:
    """Set what the states are about: times, computers, and what became of each."""
    company, clock = session.get_one(Company, SNAPS), tour.town.clock()
    company.published, company.pinned_at, company.pinned_by, company.hold_uploads = LIVE, None, "", False
    company.newest = NEWEST
    company.confirmed_at = clock
    for device, name in ((FRONT, "FRONTDESK"), (BACK, "BACKOFFICE")):
        seen = clock - timedelta(minutes=6)
        paired = Device(company_id=SNAPS, device_id=device, name=name, public_key=b"", paired_at=seen)
        session.merge(paired).last_seen_at = seen
    for number in range(1, NEWEST + 1):
        one = session.get_one(Snapshot, (SNAPS, number))
        one.committed_at = one.published_at = clock - timedelta(hours=5 * (NEWEST - number) + 1)
        one.device_id = BACK if number == NEWEST else FRONT
        one.person, one.scheduled = ("Dana", False) if number % 2 and number != NEWEST else ("", True)
    session.get_one(Snapshot, (SNAPS, OLD)).published_at = None
    session.get_one(Snapshot, (SNAPS, GIVEN_UP)).pruned_at = clock
    newest = session.get_one(Snapshot, (SNAPS, NEWEST))
    newest.published_at, newest.held = None, msgspec.json.encode(Held(12, 9))


def _pinned(company: Company, tour: Tour) -> None:
    company.published, company.pinned_at, company.pinned_by = EARLIER, tour.town.clock(), "Ann"


def _holding(company: Company, _tour: Tour) -> None:
    company.hold_uploads = True


def _not_held(company: Company, _tour: Tour) -> None:
    """What waits is shown when that is switched off."""
    company.hold_uploads, company.newest, company.published = True, LIVE, EARLIER


def _plain(_company: Company, _tour: Tour) -> None:
    """The newest is held by the guard."""


def _current(company: Company, _tour: Tour) -> None:
    company.published = NEWEST


def _page(path: str, prepared: Callable[[Company, Tour], None] = _plain) -> Reach:
    def reach(tour: Tour) -> requests.Response:
        _prepare(tour, prepared)
        ann = boss(tour, SNAPS)
        ann.get(path)
        return ann.answer

    return reach


def _sent(path: str, form: str, fields: dict[str, str], prepared: Callable[[Company, Tour], None] = _plain) -> Reach:
    """What follows when a form of that page is sent, whose action ends with `form`."""

    def reach(tour: Tour) -> requests.Response:
        _prepare(tour, prepared)
        ann = boss(tour, SNAPS)
        ann.submit(ann.get(path), form, fields)
        return ann.answer

    return reach


def _prepare(tour: Tour, prepared: Callable[[Company, Tour], None]) -> None:
    with _made(tour).work.writing(SNAPS) as session:
        prepared(session.get_one(Company, SNAPS), tour)


SNAPS_STATES: Final[dict[str, Reach]] = {
    "admin-snapshots": _page("snapshots"),
    "admin-snapshots-pinned": _page("snapshots", _pinned),
    "admin-snapshots-waiting": _page("snapshots", _holding),
    "admin-snapshot": _page(f"snapshots/{LIVE}"),
    "admin-snapshot-held": _page(f"snapshots/{NEWEST}"),
    "admin-snapshot-waiting": _page(f"snapshots/{NEWEST}", _holding),
    "admin-snapshot-earlier": _page(f"snapshots/{EARLIER}"),
    "admin-snapshot-never-shown": _page(f"snapshots/{OLD}"),
    "admin-snapshot-given-up": _page(f"snapshots/{GIVEN_UP}"),
    "admin-snapshot-changed-meanwhile": _sent(f"snapshots/{EARLIER}", "go-back", {"seen": "1"}),
    "admin-snapshot-went-back": _sent(f"snapshots/{EARLIER}", "go-back", {}),
    "admin-snapshot-published": _sent(f"snapshots/{NEWEST}", "publish", {}),
    "admin-import": _page("import", _current),
    "admin-import-waiting": _page("import", _holding),
    "admin-import-not-held": _page("import", _not_held),
    "admin-import-pinned": _page("import", _pinned),
    "admin-import-changed-meanwhile": _sent("import", "import", {"seen": "1"}),
    "admin-import-done": _sent("import", "import", {}, _pinned),
    "admin-import-again": _sent("import", "import", {}, _current),
    "admin-import-hold": _sent("import", "hold", {}),
    "admin-import-hold-off": _sent("import", "hold", {}, _holding),
}
