"""Which passwords a user may choose on the portal (reliability section 2, point 5).

At least 8 characters, and pages ask for 15; none of the common ones, and no word that user or company are known by.
No rule about kinds of characters: such rules make passwords that people forget, not passwords that are hard to guess.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum, auto
from typing import Final

from shared import limits
from shared.passwords import can_be_typed
from shared.weak_passwords import folded, is_common, too_short

ADMINISTRATORS_CHARACTERS: Final = 12
"""So many at least has the password of a user who administers, as that of a level-1 user of the office."""

DIFFERENT_SIGNS: Final = 4
"""So many at least has a password without any letter or digit."""


class Unfit(Enum):
    """Why a password may not be chosen."""

    EMPTY = auto()
    SHORT = auto()
    LONG = auto()
    NOT_TYPED = auto()
    """It holds characters that no keyboard types."""
    COMMON = auto()
    OWN_WORD = auto()
    """It is the user's name, number or phone, or the company's."""


def unfit(password: str, own_words: Iterable[str]) -> Unfit | None:
    """Why `password` may not be chosen by somebody who is known by `own_words`; None where it may. Looks at nothing
    that is stored, and hashes nothing."""
    if not password.strip():
        return Unfit.EMPTY
    if len(password) > limits.PASSWORD_CHARACTERS:
        return Unfit.LONG
    if not can_be_typed(password):
        return Unfit.NOT_TYPED
    if too_short(password):
        return Unfit.SHORT
    word = folded(password)
    if is_common(word) if word else len(set(password)) < DIFFERENT_SIGNS:
        return Unfit.COMMON
    if word and word in {folded(part) for one in own_words for part in (one, one.partition("@")[0])}:
        return Unfit.OWN_WORD
    return None
