"""Global Replacement behind the window; each call opens the office anew."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from agent.domain.catalog import Catalog
from agent.domain.letters import Order, Written
from agent.domain.replacement import Plan
from agent.domain.runs import Run
from agent.domain.wish import Wish
from agent.gui.presenters.replace import Performed
from agent.jobs.progress import PolledProgress
from agent.usecases.replace import Swing
from agent.wiring.office import Office


@dataclass(frozen=True)
class OfficeReplace:
    """`presenters.replace.ReplaceWork` for the agent's folder."""

    folder: Path

    def catalog(self) -> Catalog:
        """The sets and fields of the practice database."""
        return Office(self.folder).practice.catalog

    def plan(self, wish: Wish) -> Plan:
        """What would change now."""
        return Office(self.folder).replace.plan(wish)

    def perform(self, plan: Plan, progress: PolledProgress) -> Performed:
        """Write exactly this plan, with the one lock of the agent's folder held."""
        office = Office(self.folder)
        with office.alone():
            return Performed(office.replace.perform(plan, progress), office.home.backups)

    def letters(self, order: Order, progress: PolledProgress) -> Written:
        """Print letters or cards."""
        return Office(self.folder).letters.write(order, progress)

    def runs(self) -> list[Run]:
        """What was replaced earlier."""
        return Office(self.folder).replace.runs()

    def undo(self, run_id: int, progress: PolledProgress) -> Swing:
        """Give back what that run replaced."""
        office = Office(self.folder)
        with office.alone():
            return office.replace.undo(run_id, progress)

    def redo(self, run_id: int, progress: PolledProgress) -> Swing:
        """Do an undone run again."""
        office = Office(self.folder)
        with office.alone():
            return office.replace.redo(run_id, progress)
