"""Searching as one types (feature row A7): blanks and letter case do not count, accents are folded.

Every word of the question has to be found somewhere. Digits with the marks people put between them are one word, so
that "(555) 010-01" finds 5550100123.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_NUMBER = re.compile(r"[\d\s()+./-]*\d[\d\s()+./-]*")
_NO_DIGIT = re.compile(r"\D+")
_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
"""Letters that Unicode takes apart no further, as people type them who do not have them."""
_BETWEEN = "\n"
"""Between the texts of one haystack; no folded text holds it."""


def folded(text: str) -> str:
    """`text` without blanks, accents, letter case, and characters that nobody sees."""
    if text.isascii() and text.isprintable():
        return "".join(text.lower().split())
    apart = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    return "".join(c for c in apart if c.isprintable() and c != " " and not unicodedata.combining(c))


def words(question: str) -> tuple[str, ...]:
    """What has to be found; nothing where nothing was asked for."""
    if _NUMBER.fullmatch(question):
        return (_digits(question),)
    return tuple(one for word in question.split() if (one := folded(word)))


def haystack(texts: Iterable[str], numbers: Iterable[str]) -> str:
    """Everything that is searched of one row; of `numbers` the bare digits, too."""
    found = [folded(one) for one in texts if one]
    for number in numbers:
        if number:
            plain, digits = folded(number), _digits(number)
            found.append(plain if digits == plain else f"{plain}{_BETWEEN}{digits}")
    return _BETWEEN.join(found)


def _digits(text: str) -> str:
    return _NO_DIGIT.sub("", unicodedata.normalize("NFKC", text))
