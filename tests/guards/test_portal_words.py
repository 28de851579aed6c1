"""B14: the catalogues of the portal."""

from __future__ import annotations

from pathlib import Path

from receiver.languages import languages
from tests.guards.portal_words import Wanted, faults, wanted

CATALOGUE = """\
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Hello, %(name)s"
msgstr "Hola, %(nombre)s"

msgid "Nobody says this"
msgstr "Nadie"
"""


def test_B14_every_text_of_the_portal_is_in_every_catalogue() -> None:
    texts = wanted()
    assert len(texts) > 120
    assert languages() == ("en", "es")
    assert faults(texts, "es") == []


def test_missing_strayed_and_changed_texts_are_found(tmp_path: Path) -> None:
    (tmp_path / "es").mkdir()
    (tmp_path / "es" / "one.po").write_text(CATALOGUE, encoding="utf-8")
    (tmp_path / "es" / "two.po").write_text(CATALOGUE.partition("\n\n")[0] + '\n\nmsgid "Hello, %(name)s"\nmsgstr ""\n')
    texts = [Wanted("Hello, %(name)s", "a.html"), Wanted(("%(num)d day", "%(num)d days"), "b.html")]
    found = " ".join(faults(texts, "es", tmp_path))
    for fault in ("stands twice", "b.html: nothing for", "nobody says 'Nobody", "a.html: nothing for"):
        assert fault in found, fault
    (tmp_path / "es" / "two.po").unlink()
    assert "other names in 'Hola" in " ".join(faults(texts, "es", tmp_path))
