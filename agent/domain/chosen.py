"""Portal passwords that customers chose themselves, and the office's deliberate resets (features A6, A7; reliability
section 2, point 6).

What a customer chose on the portal counts there, and not what the practice database holds, until the office resets it.
A reset is a count that travels with the credential: the receiver compares it with the one it knew at the choice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from agent.domain.catalog import Field, Value

SIGN_IN: Final = "CU.Customer Password"
RESETS: Final = Field("CU.Password Resets", "customers", "integer", home="overlay")
"""How often the office reset a customer's password on purpose. The agent keeps it like a field of the overlay, so that
it is written, journaled and undone together with the password; it is in no catalog, for nobody types it."""


@dataclass(frozen=True)
class Chosen:
    """A password that a customer chose: since when, and the count of resets that the portal knew then."""

    since: datetime
    reset: int = 0


@dataclass(frozen=True)
class Own:
    """Of one customer: since when he has a password of his own, and whether it still counts after all that the office
    has decided since. Where it does not, the portal learns of that with the next Process."""

    since: datetime
    counts: bool


def count_of(value: Value) -> int:
    """A count of resets as the overlay keeps it; none is 0."""
    return value if isinstance(value, int) else 0


def owned(chosen: Mapping[str, Chosen], resets: Mapping[str, Value]) -> dict[str, Own]:
    """By record id, everybody who chose a password himself."""
    return {
        record_id: Own(one.since, count_of(resets.get(record_id)) <= one.reset) for record_id, one in chosen.items()
    }
