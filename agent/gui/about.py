"""What this program is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from agent.gui.buttons import button
from agent.gui.card import label
from agent.gui.dialogs.frame import Footer, inset, stack
from agent.gui.language import say
from agent.gui.tokens import SPACE_2


class AboutDialog(QDialog):
    """Name, version, where the agent keeps its things."""

    def __init__(self, parent: QWidget, folder: Path) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("About Porchlight"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        close = button(say("&Close"), main=True)
        close.clicked.connect(self.accept)
        texts = inset(SPACE_2)
        texts.addWidget(label(f"Porchlight {_version()}", "title"))
        texts.addWidget(label(say("The office's side: publishes the customers of the practice database.")))
        texts.addWidget(label(say("The agent's own folder: {folder}", folder=folder), "muted"))
        stack(self, texts, Footer(close))


def _version() -> str:
    """Empty where the program runs without having been installed."""
    try:
        return version("porchlight")
    except PackageNotFoundError:
        return ""
