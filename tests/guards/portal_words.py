"""Every text of the receiver's pages and mails is in every catalogue, and nothing else is: `python -m
tests.guards.portal_words [PART OF A PATH]` prints what is missing, ready for a `.po` file."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from receiver.languages import TRANSLATIONS
from tests.support.processes import ROOT

METHODS: Final = [("**.py", "python"), ("**.html", "jinja2")]
KEYWORDS: Final = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
_NAMES: Final = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z_]+\}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A text, and the file it is in."""

    text: str | tuple[str, ...]
    place: str


def wanted(receiver: Path = ROOT / "receiver") -> list[Wanted]:
    """Each text once, in the order of the files."""
    found: dict[str, Wanted] = {}
    for folder in ("web", "sites", "domain", "templates"):
        texts = extract_from_dir(
            receiver / folder, METHODS, keywords=KEYWORDS, options_map={"**.html": {"trimmed": "false"}}
        )
        for place, _line, text, _comments, _context in texts:
            first = text if isinstance(text, str) else text[0]
            if first:
                found.setdefault(first, Wanted(text, f"{folder}/{place}"))
    return list(found.values())


def told(language: str, translations: Path = TRANSLATIONS) -> Iterator[tuple[str, Message]]:
    """Every message of the catalogues of a language, and the file it is in."""
    for file in sorted((translations / language).glob("*.po")):
        with file.open("rb") as opened:
            for message in read_po(opened, locale=language):
                if message.id:
                    yield file.name, message


def faults(texts: list[Wanted], language: str, translations: Path = TRANSLATIONS) -> list[str]:
    """What is wrong with the catalogues of a language, a line each."""
    found: list[str] = []
    known: dict[str, Message] = {}
    for file, message in told(language, translations):
        first = _first(message)
        if first in known:
            found.append(f"{language}: {file}: {first!r} stands twice")
        known[first] = message
    by_text = {one.text if isinstance(one.text, str) else one.text[0]: one for one in texts}
    found += [
        f"{language}: {one.place}: nothing for {text!r}" for text, one in by_text.items() if not _whole(known.get(text))
    ]
    found += [f"{language}: nobody says {text!r}" for text in known if text not in by_text]
    for text, message in known.items():
        for said in map(str, message.string if isinstance(message.string, tuple) else (message.string,)):
            if said and sorted(set(_NAMES.findall(said)) ^ set(_NAMES.findall(text))) not in ([], ["%(num)d"]):
                found.append(f"{language}: other names in {said!r}")
    return found


def _first(message: Message) -> str:
    return str(message.id if isinstance(message.id, str) else message.id[0])


def _whole(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


def main() -> None:
    """Print what is missing of every language."""
    part = sys.argv[1] if len(sys.argv) > 1 else ""
    for folder in sorted(one for one in TRANSLATIONS.iterdir() if one.is_dir()):
        known = {_first(message) for _file, message in told(folder.name) if _whole(message)}
        missing = Catalog(locale=folder.name)
        for one in wanted():
            first = one.text if isinstance(one.text, str) else one.text[0]
            if first not in known and part in one.place:
                missing.add(one.text if isinstance(one.text, str) else tuple(one.text[:2]), locations=[(one.place, 0)])
        write_po(sys.stdout.buffer, missing, omit_header=True, include_lineno=False)


if __name__ == "__main__":
    main()
