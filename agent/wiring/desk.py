"""Who sits at the desk: the one thing that outlives a question to the office."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from agent.domain.sign_in import SignedIn


class Desk:
    """Where passwords are activated, `who` signed in.

    The window opens the office anew for each question, on several lanes; all of them sit at the one desk of the agent's
    folder. A command has a desk of its own, and leaves it when it ends.
    """

    _desks: ClassVar[dict[Path | None, Desk]] = {}

    def __init__(self, *, unattended: bool = False) -> None:
        self.who: SignedIn | None = None
        self.unattended = unattended
        """Nobody will sit here: the paired device itself acts, and may only Process."""

    @classmethod
    def at(cls, folder: Path | None) -> Desk:
        """The desk of the agent's folder in this process."""
        return cls._desks.setdefault(folder, cls())
