"""What a scheduled upload goes by (feature row A11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from agent.domain.due import Past
from agent.domain.schedule import Schedule

Waiting = Literal["on", "off", "first"]
"""`off`: turned off by the clerk; `first`: nothing is scheduled before the first Process came through."""


@dataclass(frozen=True)
class LastProcess:
    """The options of the last Process that somebody pressed and that came through."""

    portal: str
    history_since: date | None = None
    activity_after: date | None = None


@dataclass(frozen=True)
class Plan:
    """The schedule, and what is known for it. `next` is when an upload is planned, in UTC; it may have passed, and is
    None where none is."""

    schedule: Schedule
    waiting: Waiting
    options: LastProcess
    past: Past | None = None
    next: datetime | None = None
    seed: str = ""
