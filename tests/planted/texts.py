"""Faults of a catalogue."""

from __future__ import annotations

from pathlib import Path

from tests.guards import portal_words, translations
from tests.planted.fault import Fault

CODE = """
TITLE = "By its name"
STATES = {"up to date": ("good", "From a table")}
say("Plain & simple")
say("{count} of {total}" if one else "&Ok")
counted(say, 2, "{count} row", "{count} rows")
say(TITLE)
say(STATES[key][1])
progress.step("A step")
"""
WHOLE = {
    "Plain & simple": "x",
    "{count} of {total}": "{total}: {count}",
    "&Ok": "Va&le",
    "{count} row": "{count} fila",
    "{count} rows": "{count} filas",
    "By its name": "x",
    "From a table": "x",
    "A step": "x",
}


def catalogue_with_gaps(folder: Path) -> list[str]:
    """Each text missing in turn, one too many, other names in braces, a letter to press that got lost."""
    (folder / "gui").mkdir()
    (folder / "gui" / "page.py").write_text(CODE)
    texts = translations.wanted(folder)
    sound = translations.faults(texts, "es", WHOLE)
    missing = [
        translations.faults(texts, "es", {key: other for key, other in WHOLE.items() if key != gone}) for gone in WHOLE
    ]
    others = [
        translations.faults(texts, "es", {**WHOLE, **wrong})
        for wrong in ({"Nobody says this": "x"}, {"{count} row": "{number} fila"}, {"&Ok": "Vale"})
    ]
    found = missing + others
    return [] if sound or not all(found) else [one for some in found for one in some]


PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "{text}"\nmsgstr "{said}"\n'


def portal_catalogue_with_gaps(folder: Path) -> list[str]:
    """A text of the portal that is missing, one that nobody says, one with another name in it."""
    catalogue = folder / "es" / "one.po"
    catalogue.parent.mkdir()
    texts = [portal_words.Wanted("Hello, %(name)s", "a.html")]
    found = []
    for text, said, sound in (
        ("Hello, %(name)s", "Hola, %(name)s", True),
        ("Hello, %(name)s", "", False),
        ("Hello, %(name)s", "Hola, %(nombre)s", False),
        ("Goodbye", "Adiós", False),
    ):
        catalogue.write_text(PO.format(text=text, said=said), encoding="utf-8")
        faults = portal_words.faults(texts, "es", folder)
        if sound is bool(faults):
            return []
        found += faults
    return found


FAULTS = {
    "a catalogue with gaps": Fault(translations, catalogue_with_gaps),
    "a catalogue of the portal with gaps": Fault(portal_words, portal_catalogue_with_gaps),
}
