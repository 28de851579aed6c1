"""The service that makes the scheduled uploads with nobody at the desk (feature rows A11, A19)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Runs = Literal["service", "window", "nobody"]


@dataclass(frozen=True)
class Registered:
    """Whether the computer starts the service by itself; `where` that is written, `hints` what still has to be done for
    it."""

    installed: bool
    where: str
    hints: tuple[str, ...] = ()


@dataclass(frozen=True)
class ServiceStanding(Registered):
    """The same, with who `runs` the schedule just now."""

    running: bool = False
    """Whether the service runs."""
    runs: Runs = "nobody"
