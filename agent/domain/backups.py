"""Copies of the practice database as Files > Restore lists them, and a restore that is under way (feature row A2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from agent.domain.errors import AgentError
from agent.domain.runs import Backup, BackupKind, CopyForm

MINIMUM_PASSPHRASE = 8
"""Characters. Argon2id makes each guess slow, and nobody limits their number: a copy is tried at leisure."""

Origin = Literal["automatic", "manual", "file"]
"""Made by Porchlight before a change; made where the clerk said; a file that the clerk chose just now."""
Presence = Literal["there", "gone", "changed"]


class WrongPassphrase(AgentError):
    """The passphrase does not open this copy."""


@dataclass(frozen=True)
class ManualCopy:
    """A copy that was written where the clerk said. `id` is 0 until the agent remembers it."""

    id: int
    practice_id: str
    path: str
    made: datetime
    """UTC."""
    who: str
    form: CopyForm = "file"
    size: int = 0
    """Bytes of the file; 0 until it is complete."""
    protected: bool = False
    """Encrypted with a passphrase."""
    part: str = ""
    """The name it has until it is complete; empty afterwards."""


@dataclass(frozen=True)
class Restorable:
    """One line of Files > Restore. `id` is what a command calls it; a file chosen just now has none."""

    id: str
    origin: Origin
    kind: BackupKind
    practice_id: str
    made: datetime
    size: int
    """Bytes: of the copy itself for automatic ones, else of the file."""
    reason: str
    form: CopyForm
    path: str = ""
    """Where a copy lies that is not in the agent's own folder."""
    protected: bool = False
    """Whether a passphrase is needed."""
    state: Presence = "there"


@dataclass(frozen=True)
class Restore:
    """A restore that has begun. `mark` tells the practice database as it was, None where there was none."""

    copy: Restorable
    who: str
    earlier: str
    """The id of the backup of what was there before; empty where nothing could be copied."""
    mark: int | None


def of_backup(backup: Backup) -> Restorable:
    """An automatic backup as it is listed."""
    return Restorable(
        backup.id,
        "automatic",
        backup.kind,
        backup.practice_id,
        backup.made,
        backup.size,
        backup.reason,
        backup.form,
    )
