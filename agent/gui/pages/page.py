"""What every page of the main window is: a heading, a place for errors, and what the keyboard asks of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from agent.gui.looks.tokens import SPACE_4, SPACE_5
from agent.gui.pieces.banner import Banner
from agent.gui.pieces.card import label


class Page(QScrollArea):
    """Pages put what they hold into `body`; where the window is too low for it, it scrolls."""

    def __init__(self, title: str, hint: str = "") -> None:
        super().__init__()
        self.banner = Banner()
        page = QWidget()
        page.setObjectName("page")
        self.body = QVBoxLayout(page)
        self.body.setContentsMargins(SPACE_5, SPACE_5, SPACE_5, SPACE_5)
        self.body.setSpacing(SPACE_4)
        self.title = label(title, "heading")
        self.body.addWidget(self.title)
        if hint:
            self.body.addWidget(label(hint, "muted"))
        self.body.addWidget(self.banner)
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def arrive(self) -> None:
        """The page is shown from now on."""
        self.refresh()

    def refresh(self) -> None:
        """F5: ask anew."""

    def seek(self) -> None:
        """Ctrl+F: put the keyboard where one searches."""

    def act(self) -> None:
        """Ctrl+Enter: the main thing that this page is for."""

    def obstacle_to_leaving(self) -> str:
        """Why another page should not be shown just now, as a question to the person; empty where nothing is lost."""
        return ""
