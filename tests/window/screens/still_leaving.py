"""What leaves the office that stands still, and what it sent last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import msgspec

from agent.domain.leaving import LEAVES, Share, Why
from agent.domain.portals import Sent
from agent.gui.presenters.leaving import Leaving
from agent.jobs.progress import PolledProgress
from agent.office.catalog import NATIVE
from agent.usecases.last_payload import MASKED, Entry, Page, Payload
from agent.usecases.what_leaves import Switched

OFF = {"PR.Notes", "CU.Email"}
SWITCHES = (
    Switched(Share.MONEY, False, False),
    Switched(Share.REPORTS, False, False, Why.NO_REPORTS),
    *(
        Switched(
            one.field,
            one.field not in OFF,
            one.field not in OFF and not one.money,
            one.why,
            NATIVE.set(NATIVE.field(one.field).set).label,
            one.places,
            one.money,
        )
        for one in LEAVES
    ),
)
LEAVING = Leaving(SWITCHES, portals=("CLIP Customer Portal", "Try-out portal"))
SENT = (
    Sent(1, 218, "2026-06-09T14:02:00Z", full=True, bytes=482_000),
    Sent(2, 219, "2026-06-09T14:02:31Z", full=False, bytes=61_000),
)
ENTRIES = (
    Entry(0, "company", "-", "", 429, gone=False),
    *(
        entry
        for at, number in enumerate(("1047", "1052", "1063", "1071"))
        for entry in (
            Entry(3 * at + 1, "customer", number, "", 1179 - 31 * at, gone=False),
            Entry(3 * at + 2, "history", number, "2025", 5824 - 97 * at, gone=False),
            Entry(3 * at + 3, "history", number, "2026", 2868 + 55 * at, gone=False),
        )
    ),
    Entry(13, "customer", "1099", "", 0, gone=True),
    Entry(14, "credential", "1047", "", 140, gone=False),
)
BODY = {
    "record_id": "47",
    "name": "Alvarez",
    "first_name": "Ruth",
    "street": "14 Maple Court",
    "city": "Green Valley",
    "phones": [{"kind": "mobile", "number": "555-0163"}],
    "jobs": [{"number": "1047-1", "service": "Mowing", "next_visit": "2026-06-11T08:00:00", "crew": "Crew 2"}],
    "history_years": [2026, 2025],
}


class StillLeaving:
    """`presenters.leaving.LeavingWork` without anything behind it."""

    def read(self) -> Leaving:
        """As `LEAVING` says."""
        return LEAVING

    def save(self, on: Sequence[str], off: Sequence[str], progress: PolledProgress) -> None:
        """It stays as it is."""

    def payload(self, portal: str) -> Payload:
        """Two uploads."""
        return Payload(portal, SENT)

    def counts(self, portal: str) -> Mapping[str, int]:
        """As many as a small office has."""
        return {"company": 1, "customer": 812, "history": 1604, "credential": 807, "staff": 2}

    def page(self, portal: str, kind: str, text: str, begin: int) -> Page:
        """The first of them."""
        found = (one for one in ENTRIES if kind in ("", one.kind) and text in one.number)
        return Page(tuple(found), None)

    def record(self, portal: str, at: int) -> str:
        """Ruth's, or her password's."""
        body = {"record_id": "47", "verifier": MASKED} if ENTRIES[at].kind == "credential" else BODY
        return msgspec.json.format(msgspec.json.encode(body), indent=2).decode()


class StillBarred(StillLeaving):
    """Where whoever sits there may change none of it."""

    def read(self) -> Leaving:
        """As `LEAVING` says."""
        return replace(LEAVING, may_switch=False)
