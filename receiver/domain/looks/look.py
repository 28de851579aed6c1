"""How a company's portal looks, as one value: pictures, texts, links, colour, and the sections that are shown."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import msgspec

from receiver.domain.looks.sections import Section, sections_of

KEPT: Final = 256
"""Looks that are kept decoded: all customers of an office see the same."""


class Shown(msgspec.Struct, frozen=True, omit_defaults=True):
    """A picture that pages show; its bytes are those of the `Picture` of that name."""

    name: str
    width: int
    height: int


class Look(msgspec.Struct, frozen=True, omit_defaults=True):
    """All that C5 and C6 set. What is empty is left to what the office publishes, or is not there."""

    splash: Shown | None = None
    """At the top right of every page of the portal."""
    splash_words: str = ""
    """What is written on it, for who can't see it."""
    logo: Shown | None = None
    """In place of the one that the office publishes."""
    logo_link: str = ""
    """Where the logo leads."""
    copyright: str = ""
    copyright_link: str = ""
    welcome: str = ""
    """On home; may have several lines."""
    privacy_link: str = ""
    terms_link: str = ""
    accent: str = ""
    """The colour that the office chose, as `#1f6f54`; what pages take of it, `receiver.domain.looks.accent` says."""
    hidden: str = ""
    """The sections that nobody sees, words with a blank between."""

    @property
    def hidden_sections(self) -> frozenset[Section]:
        """The sections that nobody sees."""
        return sections_of(self.hidden)


PLAIN: Final = Look()
"""The look of a company that never changed it."""


@lru_cache(KEPT)
def look_of(body: bytes | None) -> Look:
    """The look that is kept as these bytes."""
    return msgspec.json.decode(body, type=Look) if body else PLAIN
