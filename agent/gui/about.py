"""What this program is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from agent.gui.bridge import Bridge
from agent.gui.dialogs.frame import Fitted, Footer, inset, stack
from agent.gui.language import say
from agent.gui.looks.tokens import SPACE_2
from agent.gui.pieces.buttons import button
from agent.gui.pieces.card import label


class AboutDialog(Fitted):
    """Name, version, where the agent keeps its things."""

    def __init__(self, bridge: Bridge, parent: QWidget, folder: Path) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("About Porchlight"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        close = button(say("&Close"), main=True)
        close.clicked.connect(self.accept)
        texts = inset(SPACE_2)
        name = label("Porchlight", "title")
        texts.addWidget(name)
        texts.addWidget(label(say("The office's side: publishes the customers of the practice database.")))
        texts.addWidget(label(say("The agent's own folder: {folder}", folder=folder), "muted"))
        stack(self, texts, Footer(close))
        bridge.read(
            self,
            lambda work: work.version(),
            lambda version: name.setText(f"Porchlight {version}"),
            lambda error: name.setText(f"Porchlight. {error.title}"),
            network=True,
        )
