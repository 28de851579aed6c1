"""The Customer List's questions to the real office."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.domain.customer_list import Roll
from agent.domain.edit import Cell
from agent.domain.runs import Run
from agent.jobs.progress import PolledProgress
from agent.usecases.customer_card import Card
from agent.usecases.replace import Swing
from agent.wiring.office import Office

BREATH_SECONDS = 0.003


def breathe() -> None:
    """Let the window be drawn: Python does one thing at a time."""
    time.sleep(BREATH_SECONDS)


@dataclass(frozen=True)
class OfficeCustomers:
    """`presenters.customers.CustomersWork` for the agent's folder."""

    folder: Path

    def roll(self) -> Roll:
        """Every customer."""
        return Office(self.folder).customers.roll(breathe)

    def card(self, record_id: str) -> Card:
        """One customer with everything that hangs on him."""
        return Office(self.folder).customers.card(record_id)

    def save(self, cells: Sequence[Cell], about: str, progress: PolledProgress, *, also_own: bool) -> Run | None:
        """Write all these cells or none, with the one lock of the agent's folder held."""
        office = Office(self.folder)
        with office.alone(progress):
            return office.edit.save(cells, about, also_own=also_own)

    def undo(self, run: int, progress: PolledProgress) -> Swing:
        """Take a change back, with the one lock held."""
        office = Office(self.folder)
        with office.alone(progress):
            return office.replace.undo(run, progress)
