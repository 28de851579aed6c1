"""What passes between office and receiver, told by how many bytes of each message are through."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final, Literal

Side = Literal["up", "down"]
Kind = Literal["status", "begin", "begin+change", "part", "commit", "other"]

CHANGE_BYTES: Final = 2_048
"""A request to begin that is larger than this carries its change inside."""


@dataclass
class Passage:
    """One request and its answer: the bytes that passed, and how many there are (0: not known yet)."""

    method: str
    path: str
    up: int = 0
    up_size: int = 0
    down: int = 0
    down_size: int = 0
    body: bytes = field(default=b"", repr=False)
    """Of a request that is no part, as far as it has passed."""

    @property
    def manifest(self) -> dict[str, Any] | None:
        """What a request announces of the whole set (to begin with, or at its end), where all of it has passed."""
        if not self.body or self.up < self.up_size:
            return None
        said: dict[str, Any] = json.loads(self.body)
        return said if said.get("digest") and "counts" in said else None

    @property
    def kind(self) -> Kind:
        """What the request wants."""
        if self.path.endswith("/status"):
            return "status"
        if self.method == "POST" and self.path.endswith("/snapshots"):
            return "begin+change" if self.up_size > CHANGE_BYTES else "begin"
        if self.method == "PUT":
            return "part"
        return "commit" if self.path.endswith("/commit") else "other"

    @property
    def answered(self) -> bool:
        """Whether the whole answer reached the office."""
        return 0 < self.down_size == self.down


@dataclass(frozen=True)
class Point:
    """A moment of an exchange: `share` (0 to 1) of the bytes of the `nth` request of a kind, or of its answer, have
    passed. Counted from the moment the trap is set."""

    kind: Kind
    nth: int
    side: Side
    share: float

    def __str__(self) -> str:
        message = "request" if self.side == "up" else "answer"
        return f"{self.kind} {self.nth}, {self.share:.0%} of the {message}"
