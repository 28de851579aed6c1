"""A run of Global Replacement as the journal keeps it (feature row A5), and the backups made for it (A2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from agent.domain.catalog import Home
from agent.domain.values import counted


class RunState(StrEnum):
    """How far a run is. The three in the middle of something are settled by looking at the rows (`SETTLES`)."""

    APPLYING = "applying"
    DONE = "done"
    ROLLED_BACK = "rolled-back"
    UNDOING = "undoing"
    UNDONE = "undone"
    REDOING = "redoing"


@dataclass(frozen=True)
class Settling:
    """What a run that was cut short turns out to be: `new` where the rows hold the values it writes, else `old`."""

    forward: bool
    """Whether it writes the new values (applying, redoing) or gives the earlier ones back (undoing)."""
    new: RunState
    old: RunState


SETTLES = {
    RunState.APPLYING: Settling(True, RunState.DONE, RunState.ROLLED_BACK),
    RunState.REDOING: Settling(True, RunState.DONE, RunState.UNDONE),
    RunState.UNDOING: Settling(False, RunState.UNDONE, RunState.DONE),
}


@dataclass(frozen=True)
class Run:
    """One replacement, or one change of single records (`edit`), which may be of several fields (`fields`, then `field`
    is the first of them). `id` is 0 until the journal has given one; `backup` is empty where none was made."""

    id: int
    practice_id: str
    made: datetime
    """UTC."""
    who: str
    set: str
    field: str
    home: Home
    secret: bool
    conditions: str
    """In words, passwords masked."""
    changed: int
    """Cells."""
    unchanged: int
    backup: str
    state: RunState
    edit: bool = False
    fields: tuple[str, ...] = ()
    """Empty where there is only the one, as in runs kept by earlier releases."""
    resets: int = 0
    """Customers who chose their portal password themselves, and for whom the new one counts all the same."""
    cause: str = ""
    """The key of the answer to a customer's request that it was made for."""
    swung_by: str = ""
    """Who undid it last, or did it again."""

    @property
    def what(self) -> str:
        """Its field in words: `CU.Email`, or `CU.Email and 2 other fields`."""
        more = len(self.fields) - 1
        return f"{self.field} and {counted(more, 'other field')}" if more > 0 else self.field

    @property
    def named(self) -> str:
        """The run in words, to begin a sentence with."""
        return f"{'The change' if self.edit else 'Replacement'} {self.id}"


BackupKind = Literal["practice", "agent"]
"""A copy of the practice database, or of the agent's own file (for fields that the overlay keeps)."""

CopyForm = Literal["file", "tables", "pg_dump", "mysqldump"]
"""What a copy is: the SQLite database itself, page by page; every table of a server's database in a SQLite file; or the
dump that the server's own program makes."""


@dataclass(frozen=True)
class Backup:
    """A copy that says of itself what it is; `size` is in bytes, of the copy itself."""

    id: str
    kind: BackupKind
    practice_id: str
    made: datetime
    """UTC."""
    reason: str
    size: int
    form: CopyForm = "file"
