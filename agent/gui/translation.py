"""The language of the window: our texts from a catalogue in `translations/`, Qt's own from Qt.

A catalogue is a TOML file of English texts and what they are in the other language. What is not in it stays English.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, get_args

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QSettings, QTranslator
from PySide6.QtWidgets import QApplication

from agent.gui.language import CONTEXT

Choice = Literal["system", "en", "es"]
KEY = "language"
FOLDER = Path(__file__).parent / "translations"
NAMES: Mapping[Choice, str] = {"en": "English", "es": "Español"}
"""How each language calls itself."""


class Catalogue(QTranslator):
    """Our texts in one language."""

    def __init__(self, texts: Mapping[str, str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = texts

    def isEmpty(self) -> bool:
        """Qt asks."""
        return not self._texts

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        """Qt asks; None leaves it to the next translator, and at last to the English text."""
        return self._texts.get(text) if context == CONTEXT else None


class Translation(QObject):
    """Gives the application its language. Texts are read when windows are made, so another choice counts from the next
    start; it is kept in `settings`, like the window's other habits."""

    def __init__(self, application: QApplication, settings: QSettings | None = None) -> None:
        super().__init__(application)
        self._settings = settings
        kept = settings.value(KEY) if settings else None
        self.choice: Choice = next((one for one in get_args(Choice) if one == kept), "system")
        language = _of_the_computer() if self.choice == "system" else self.choice
        self.translators = _translators(language, self)
        for translator in self.translators:
            application.installTranslator(translator)

    def choose(self, choice: Choice) -> None:
        """Use it from the next start on."""
        self.choice = choice
        if self._settings:
            self._settings.setValue(KEY, choice)


def catalogue(language: str) -> dict[str, str]:
    """The texts of a language; none for English, of which they are made."""
    file = FOLDER / f"{language}.toml"
    return tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}


def _of_the_computer() -> str:
    """The first of the computer's languages that we speak."""
    for name in QLocale.system().uiLanguages():
        language = name.replace("_", "-").partition("-")[0]
        if language in NAMES:
            return language
    return "en"


def _translators(language: str, parent: QObject) -> list[QTranslator]:
    if not (texts := catalogue(language)):
        return []
    qt = QTranslator(parent)
    qt.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    return [qt, Catalogue(texts, parent)]
