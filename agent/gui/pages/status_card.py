"""The state of one portal, with what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout

from agent.domain.website_button import website_button
from agent.gui.language import say
from agent.gui.looks.theme import Theme
from agent.gui.looks.tokens import SPACE_1, SPACE_4
from agent.gui.pieces.buttons import allow, button
from agent.gui.pieces.card import Card, label, row
from agent.gui.pieces.shape import shape
from agent.gui.presenters.home import Status


class StatusCard(Card):
    """Shape, words, and the buttons Open the portal, Copy link, Copy website button and Process."""

    process = Signal(str)
    """Process is wanted, to the portal of this name."""

    def __init__(self, status: Status, obstacle: str, theme: Theme, *, first: bool) -> None:
        super().__init__(status.portal)
        self.setAccessibleDescription(f"{status.title}. {status.sentence}")
        line = row(spacing=SPACE_4)
        line.addWidget(shape(theme, status.tone, status.icon, status.title), alignment=Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(SPACE_1)
        words.addWidget(label(status.title, "title"))
        words.addWidget(label(status.sentence, "muted"))
        if status.portal_url:
            place = [status.portal, status.portal_url, status.asked]
            words.addWidget(label(" · ".join(part for part in place if part), "muted"))
        line.addLayout(words, stretch=1)
        if status.portal_url:
            line.addLayout(self._buttons(status, obstacle, first=first))
        self.body.addLayout(line)

    def _buttons(self, status: Status, obstacle: str, *, first: bool) -> QVBoxLayout:
        process = button(say("Process"), main=first, name=say("Process to {name}", name=status.portal))
        allow(process, obstacle)
        process.clicked.connect(lambda: self.process.emit(status.portal))
        opened = button(say("Open the portal"))
        opened.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(status.portal_url)))
        link = _copies(say("Copy link"), say("Copy the portal's link"), status.portal_url)
        html = website_button(status.portal_url, say("Customer Portal"))
        website = _copies(say("Copy website button"), say("Copy a button for your website"), html)
        website.setToolTip(
            say("Paste it into a page of your website: a button that leads your customers to the portal.")
        )
        above = row()
        above.addWidget(opened)
        above.addWidget(process)
        both = QVBoxLayout()
        both.setSpacing(SPACE_1)
        both.addLayout(above)
        both.addWidget(link, alignment=Qt.AlignmentFlag.AlignRight)
        both.addWidget(website, alignment=Qt.AlignmentFlag.AlignRight)
        both.addStretch()
        return both


def _copies(words: str, name: str, text: str) -> QPushButton:
    """A button that copies `text`, and says so."""
    made = button(words, plain=True, name=name)

    def copy() -> None:
        QApplication.clipboard().setText(text)
        made.setText(say("Copied"))

    made.clicked.connect(copy)
    return made
