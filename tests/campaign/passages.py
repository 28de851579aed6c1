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
    status: int = 0
    """Of the answer; 0: not known yet."""
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
    passed; with `byte` so many of them, counted from the end where it is below 0. Requests are counted in the order
    they began, on whichever connection, from the moment the trap is set."""

    kind: Kind
    nth: int
    side: Side
    share: float = 0.0
    byte: int | None = None

    def __str__(self) -> str:
        message = "request" if self.side == "up" else "answer"
        where = f"{self.share:.0%}" if self.byte is None else f"byte {self.byte}"
        return f"{self.kind} {self.nth}, {where} of the {message}"

    def stop(self, size: int) -> int | None:
        """After how many bytes of a message of `size` bytes; None where it is shorter than that."""
        if self.byte is None:
            return round(self.share * size)
        at = self.byte if self.byte >= 0 else size + self.byte
        return at if 0 <= at <= size else None
