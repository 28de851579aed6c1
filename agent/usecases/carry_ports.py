"""What saving a snapshot to a file needs, as Protocols."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from agent.domain.portals import Portal
from agent.usecases.ports import Progress
from shared.carried import Header


@dataclass(frozen=True)
class Keys:
    """The company's record key, and the private half of this computer's own."""

    record: bytes = field(repr=False)
    device: bytes = field(repr=False)


class SnapshotWriter(Protocol):
    """Fills one file."""

    def add(self, part: bytes) -> None:
        """Add the next part."""

    def finish(self, digest: str, counts: Mapping[str, int]) -> None:
        """Every part is there; `digest` and `counts` are of the whole set."""


class SnapshotFiles(Protocol):
    """The files themselves."""

    def check(self, target: Path, *, replace: bool) -> None:
        """Raises `UsageError` where no file can come to `target`; one that is there already is no obstacle where it
        may be replaced."""

    def writing(
        self, part: Path, target: Path, header: Header, keys: Keys, progress: Progress, *, replace: bool
    ) -> AbstractContextManager[SnapshotWriter]:
        """Write into the new file `part`; when this is left, it is on the disk, was read back, and stands at `target`.
        Raises `TryLater` where the disk is full, `AgentError` where it takes no file; then nothing is left."""


class SavedFiles(Protocol):
    """Which snapshots were saved to files, and may be carried to the receiver yet."""

    def begin(self, portal: Portal, key: str, part: Path) -> None:
        """One is going to be written, first into `part`."""

    def finish(self, key: str) -> None:
        """It is complete."""

    def forget(self, key: str) -> None:
        """It came to nothing."""

    def since(self, portal: Portal) -> tuple[str, ...]:
        """The keys of the complete ones that were saved since the portal's last receipt, the newest last."""

    def sweep(self) -> None:
        """Remove what was left of files that were cut short. Only for who holds the one lock."""
