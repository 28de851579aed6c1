"""What Self-check finds (feature row A20): each check with its state, a sentence, and what mends it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

CheckState = Literal["fine", "look", "broken", "not asked"]
"""`look` asks for attention and stops nothing; `broken` keeps something from working; `not asked` is said with why."""


@dataclass(frozen=True)
class Finding:
    """What one check says. `measured` holds its figures for programs, without values of the practice database;
    `detail` what a database or a network said, which may quote anything and so never goes into a bundle."""

    state: CheckState
    sentence: str
    fix: str = ""
    measured: dict[str, str | int] = field(default_factory=dict)
    detail: str = ""


@dataclass(frozen=True)
class Check:
    """A finding under its name: `id` for programs, `title` for people."""

    id: str
    title: str
    state: CheckState
    sentence: str
    fix: str = ""
    measured: dict[str, str | int] = field(default_factory=dict)
    detail: str = ""
