"""What Self-check needs beside `ports`, as Protocols."""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol


class PracticeCheckup(Protocol):
    """Looks at the database behind a practice database. Every call raises what opening it raises."""

    @property
    def kind(self) -> str:
        """`sqlite`, `postgresql`, ..."""

    def sound(self, seconds: float) -> str | None:
        """What is damaged, in the database's words; empty where nothing is, None for a server. Raises `TryLater` where
        it takes longer than `seconds`."""

    def writable(self) -> bool:
        """Write, and take it back; False for a server, where nothing is tried. Raises `PracticeBusy` and
        `PracticeError` where it can't be."""

    def journal(self) -> str:
        """SQLite's journal mode, empty for a server."""

    def layout(self) -> dict[str, list[str]]:
        """Each table with its columns and their types; no row is read."""


class Reached(Protocol):
    """How a receiver answered when it was asked a few times."""

    @property
    def milliseconds(self) -> int:
        """What an answer took, the middle one of all."""

    @property
    def questions(self) -> int:
        """How many were asked."""

    @property
    def ahead(self) -> timedelta | None:
        """How far its clock is ahead of this computer's."""

    @property
    def proxy(self) -> str:
        """The proxy in between, without its password; empty where there is none."""

    @property
    def state(self) -> str:
        """Of the company: `trial`, `live` or `suspended`."""
