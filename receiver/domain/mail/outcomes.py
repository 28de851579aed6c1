"""What became of a try to send a mail, and when it is tried again (H1)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final


class Outcome(StrEnum):
    """How a try ended."""

    SENT = "sent"
    LATER = "later"
    """Not now, or nobody knows."""
    REFUSED = "refused"
    """Never."""
    UNWRITTEN = "unwritten"
    """The mail can't be put together: nothing was sent."""


@dataclass(frozen=True, slots=True)
class Result:
    """How a try ended, and what the mail server said, without secrets."""

    outcome: Outcome
    said: str
    of_recipient: bool = False
    """Whether it is only about the address: nobody's trouble but that recipient's."""


PAUSES: Final = tuple(timedelta(seconds=one) for one in (10, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 14_400))
"""After the first try, the second, ...; the last one for all that follow."""

_SPREAD: Final = 0.2
_PARTS: Final = 1_000


def pause(tries: int) -> timedelta:
    """How long to wait after so many tries: longer each time, and never quite the same, so that what failed together
    does not come again together."""
    usual = PAUSES[min(max(tries, 1), len(PAUSES)) - 1]
    return usual * (1 - _SPREAD + 2 * _SPREAD * secrets.randbelow(_PARTS) / _PARTS)
