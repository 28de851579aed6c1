"""The language of a page: whose words, and whose way to write dates and money."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from babel import Locale
from babel.support import Translations
from flask_babel import get_locale

TRANSLATIONS: Final = Path(__file__).parent.parent / "translations"


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """Made once for each locale, so that what is cached for it is found by identity."""

    locale: Locale
    word: Callable[[str], str]
    """gettext."""
    words: Callable[[str, str, int], str]
    """ngettext."""


@cache
def language_of(tag: str) -> Language:
    """The language of a locale such as `en`; texts that nobody translated stay as they are."""
    locale = Locale.parse(tag)
    found = Translations.load(str(TRANSLATIONS), [locale])
    return Language(locale, found.gettext, found.ngettext)


def spoken() -> Language:
    """The language of this request."""
    return language_of(str(get_locale()))
