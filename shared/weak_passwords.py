"""What makes a password weak (reliability section 2, point 5), the same at the office and on the portal.

The most common passwords are known by short digests of them (`common_passwords.digests`, made by `python -m
tests.support.common_digests`): enough to say of a word whether it is one, and no list that anybody would read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Final

MINIMUM_CHARACTERS: Final = 8

HOUSE_WORDS: Final = frozenset({"clip", "porchlight"})
"""Words that are tried first at any portal of this kind, folded."""

DIGESTS: Final = Path(__file__).with_name("common_passwords.digests")
DIGEST_BYTES: Final = 8

_OTHER: Final = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """Letters and digits alone, in one case: what somebody who guesses would try first."""
    if text.isascii() and text.isalnum():  # nothing to normalise or to leave out
        return text.lower()
    return _OTHER.sub("", unicodedata.normalize("NFKC", text).casefold())


def too_short(password: str) -> bool:
    """Whether it has fewer characters than any password should."""
    return len(unicodedata.normalize("NFKC", password)) < MINIMUM_CHARACTERS


def is_common(word: str) -> bool:
    """Whether a folded word is one of the most common passwords; nothing and the house's own words count as such."""
    return not word or word in HOUSE_WORDS or _digest(word) in _digests()


def written_digests(words: Iterable[str]) -> bytes:
    """The content of the file for these common passwords."""
    return b"".join(sorted({_digest(folded(word)) for word in words} - {_digest("")}))


def _digest(word: str) -> bytes:
    return blake2b(word.encode("utf-8", "surrogatepass"), digest_size=DIGEST_BYTES).digest()


@cache
def _digests() -> frozenset[bytes]:
    held = DIGESTS.read_bytes()
    return frozenset(held[at : at + DIGEST_BYTES] for at in range(0, len(held), DIGEST_BYTES))
