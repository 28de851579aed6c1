"""How long to wait after a try that failed: longer and longer, within bounds, and never all offices at once."""

from __future__ import annotations

from hashlib import blake2b

FIRST_SECONDS = 60.0
"""After the first failure; each further one doubles it."""
LONGEST_SECONDS = 1800.0
_DOUBLINGS = 16
_EIGHT_BYTES = 1 << 64


def pause(failures: int, longest: float, lot: float) -> float:
    """Seconds to wait after so many failures in a row: at most `longest`, nor more than half an hour; `lot` (0 to 1)
    takes up to a quarter off, so that those who failed together don't come back together."""
    grown = FIRST_SECONDS * 2.0 ** min(failures - 1, _DOUBLINGS)
    return min(grown, longest, LONGEST_SECONDS) * (1 - lot / 4)


def lot(*words: str) -> float:
    """What these words draw: at least 0, less than 1, and the same each time."""
    drawn = blake2b("\n".join(words).encode(), digest_size=8).digest()
    return int.from_bytes(drawn) / _EIGHT_BYTES
