"""What was done at this computer, as Activity lists it (feature row A16).

Replacements are not here: the journal has them, with their rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

DeedKind = Literal["process", "backup", "restore", "settings", "users", "pair", "letters"]
Result = Literal["done", "published", "nothing changed", "held", "stopped", "try again later", "failed"]


@dataclass(frozen=True)
class Deed:
    """One thing that was done or tried. `id` is 0 until it is kept."""

    kind: DeedKind
    who: str
    what: str
    """In words, without values of customers."""
    result: Result
    made: datetime
    """UTC."""
    customers: int | None = None
    changed: int | None = None
    detail: str = ""
    """Why it came to nothing; the sentence of the error."""
    remedy: str = ""
    id: int = 0
