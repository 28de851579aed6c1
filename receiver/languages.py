"""The languages that people are spoken to in: one folder of `translations/` each, with a catalogue for each subject.

Catalogues are read as they are written (`*.po`), so nothing has to be compiled before the receiver starts. English is
the source: what a catalogue lacks stays English.
"""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

TRANSLATIONS: Final = Path(__file__).parent / "translations"
SOURCE: Final = "en"


@cache
def languages() -> tuple[str, ...]:
    """The tags of all languages, English first."""
    found = sorted(folder.name for folder in TRANSLATIONS.iterdir() if any(folder.glob("*.po")))
    return (SOURCE, *found)


@cache
def words(tag: str) -> NullTranslations:
    """The words of a language, of all its catalogues together."""
    found = NullTranslations()
    for file in sorted((TRANSLATIONS / tag).glob("*.po")):
        found.add_fallback(_read(file, tag))
    return found


def _read(file: Path, tag: str) -> GNUTranslations:
    compiled = BytesIO()
    with file.open("rb") as opened:
        write_mo(compiled, read_po(opened, locale=tag))
    compiled.seek(0)
    return GNUTranslations(compiled)


def N_(text: str) -> str:
    """`text`, marked for the catalogues where it is written; it is translated where it is shown."""
    return text
