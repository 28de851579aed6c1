"""The language of a page: whose words, and whose way to write dates and money."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from babel import Locale
from flask import g, request

from receiver.languages import SOURCE, languages, words

TEXTS: Final = 2048
"""How many translated texts are kept: more than the program has."""


COOKIE: Final = "porchlight-language"
"""Keeps the language that somebody chose at this browser."""


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """Made once for each locale, so that what is cached for it is found by identity."""

    locale: Locale
    gettext: Callable[[str], str]
    ngettext: Callable[[str, str, int], str]

    @property
    def own_name(self) -> str:
        """What its speakers call it: English, Español."""
        return str(self.locale.get_language_name(self.locale.language)).capitalize()


@cache
def language_of(tag: str) -> Language:
    """The language of a locale such as `en`; texts that nobody translated stay as they are."""
    locale = Locale.parse(tag)
    found = words(tag)
    return Language(locale, lru_cache(TEXTS)(found.gettext), found.ngettext)


def asked_for() -> str:
    """The language for this request: the one chosen at this browser, else the first of those it asks for that we have,
    of whatever country."""
    chosen = request.cookies.get(COOKIE, "")
    asked = (tag.partition("-")[0].lower() for tag in request.accept_languages.values())
    return next((tag for tag in (chosen, *asked) if tag in languages()), SOURCE)


def spoken() -> Language:
    """The language of this request, asked for once."""
    found: Language | None = g.get("language")
    if found is None:
        found = g.language = language_of(asked_for())
    return found


def gettext(text: str, **values: object) -> str:
    """The words of this request's language for `text`, with `values` put in."""
    said = spoken().gettext(text)
    return said % values if values else said


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """The same for one or many; `num` is one of the values."""
    return spoken().ngettext(one, many, num) % {"num": num, **values}
