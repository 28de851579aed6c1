"""The office behind Help > Self-check."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from agent.domain.checks import Check
from agent.gui.presenters.self_check import Board
from agent.wiring.office import Office


@dataclass(frozen=True)
class OfficeSelfCheck:
    """`presenters.self_check.SelfCheckWork` for the agent's folder."""

    folder: Path

    def run(self, board: Board) -> list[Check]:
        """Ask everything."""
        asked = Office(self.folder).self_check
        board.expect({one.id: one.title for one in asked.probes})
        return asked.run(board.tell)

    def save(self, target: Path, checks: list[Check]) -> Path:
        """Write the diagnostic bundle."""
        return Office(self.folder).diagnostics.save(target, checks)
