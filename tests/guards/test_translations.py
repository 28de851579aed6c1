"""The catalogues of the window."""

from __future__ import annotations

from tests.guards.translations import catalogues, faults, strayed, wanted


def test_every_text_of_the_window_is_in_every_catalogue() -> None:
    texts, told = wanted(), catalogues()
    assert len(texts) > 200
    assert set(told) == {"es"}
    assert [fault for language in told for fault in faults(texts, language, told[language])] == []


def test_rights_know_icons_and_menus_by_their_words_in_every_language() -> None:
    assert [fault for told in catalogues().values() for fault in strayed(told)] == []
