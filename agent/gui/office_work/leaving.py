"""System > What Leaves the Office of the real office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from agent.gui.presenters.leaving import PAGE, Leaving
from agent.jobs.progress import PolledProgress
from agent.usecases.last_payload import Page, Payload, Wanted
from agent.wiring.office import Office


@dataclass(frozen=True)
class OfficeLeaving:
    """`presenters.leaving.LeavingWork` for the agent's folder."""

    folder: Path

    def read(self) -> Leaving:
        """The switches as they are."""
        office = Office(self.folder)
        names = tuple(portal.name for portal in office.portals.all())
        return Leaving(tuple(office.what_leaves.listed()), office.what_leaves.may_switch, names)

    def save(self, on: Sequence[str], off: Sequence[str], progress: PolledProgress) -> None:
        """Switch them, with the one lock of the agent's folder held."""
        office = Office(self.folder)
        with office.alone(progress):
            office.what_leaves.switch(on, on=True)
            office.what_leaves.switch(off, on=False)

    def payload(self, portal: str) -> Payload:
        """What the last Process that sent anything sent, as a whole."""
        return Office(self.folder).last_payload.about(portal)

    def counts(self, portal: str) -> Mapping[str, int]:
        """How many records of each kind that were."""
        return Office(self.folder).last_payload.counts(portal)

    def page(self, portal: str, kind: str, text: str, begin: int) -> Page:
        """Some of them, from that one on."""
        return Office(self.folder).last_payload.page(Wanted(kind, text), PAGE, portal, begin)

    def record(self, portal: str, at: int) -> str:
        """One of them as JSON."""
        body = Office(self.folder).last_payload.record(at, portal).body
        return "" if body is None else msgspec.json.format(msgspec.json.encode(body), indent=2).decode()
