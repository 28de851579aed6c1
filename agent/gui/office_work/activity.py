"""What the page Activity asks of the real office."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from agent.domain.activity import Listed, Place, Wanted
from agent.gui.presenters.activity import PAGE
from agent.wiring.office import Office


@dataclass(frozen=True)
class OfficeActivity:
    """`presenters.activity.ActivityWork` for the agent's folder."""

    folder: Path

    def page(self, wanted: Wanted, after: Place | None) -> Listed:
        """The newest that are wanted, or those after a page that ended there."""
        return Office(self.folder).history.page(wanted, PAGE, after)
