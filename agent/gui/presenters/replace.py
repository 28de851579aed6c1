"""What the window asks of the office for Global Replacement (features A3 - A6)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from agent.jobs.progress import PolledProgress

if TYPE_CHECKING:
    from agent.domain.catalog import Catalog
    from agent.domain.letters import Order, Written
    from agent.domain.replacement import Plan
    from agent.domain.runs import Run
    from agent.domain.wish import Wish
    from agent.usecases.replace import Swing


@dataclass(frozen=True)
class Performed:
    """A replacement that is done, and the folder that its backup lies in."""

    run: Run
    backups: Path


class ReplaceWork(Protocol):
    """Every call raises `AgentError`."""

    def catalog(self) -> Catalog:
        """The sets and fields of the practice database."""

    def plan(self, wish: Wish) -> Plan:
        """What would change now."""

    def perform(self, plan: Plan, progress: PolledProgress) -> Performed:
        """Write exactly this plan."""

    def letters(self, order: Order, progress: PolledProgress) -> Written:
        """Print letters or cards."""

    def runs(self) -> list[Run]:
        """What was replaced earlier, newest first."""

    def undo(self, run_id: int, progress: PolledProgress) -> Swing:
        """Give back what that run replaced."""

    def redo(self, run_id: int, progress: PolledProgress) -> Swing:
        """Do an undone run again."""
