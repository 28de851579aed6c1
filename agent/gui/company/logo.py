"""The logo in a form: what it looks like, choosing another, removing it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QLabel, QVBoxLayout, QWidget

from agent.domain.errors import AgentError
from agent.gui.bridge import Bridge
from agent.gui.language import say
from agent.gui.looks.tokens import SPACE_1
from agent.gui.pieces.buttons import allow, button
from agent.gui.pieces.card import label, row
from agent.gui.presenters.email_settings import logo_line

SHOWN = QSize(220, 66)
"""The largest logo at about half its size, with its frame."""


class Logo(QWidget):
    """`data` is the PNG, empty where there is none."""

    changed = Signal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self.data = b""
        self._picture = QLabel()
        self._picture.setObjectName("logo")
        self._picture.setFixedSize(SHOWN)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._about = label("", "muted")
        self._wrong = label("", "bad")
        self.choose_button = button(say("&Choose…"), name=say("Choose the logo from a file"))
        self.choose_button.clicked.connect(self._ask)
        self.remove_button = button(say("Remo&ve"), name=say("Remove the logo"))
        self.remove_button.clicked.connect(lambda: self._take(b""))
        buttons = row()
        for one in (self.choose_button, self.remove_button):
            buttons.addWidget(one)
        buttons.addStretch()
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(SPACE_1)
        body.addWidget(self._picture)
        for text in (self._wrong, self._about):
            body.addWidget(text)
        body.addLayout(buttons)
        self.fill(b"")

    def fill(self, data: bytes) -> None:
        """Show what is kept."""
        self.data = data
        picture = QPixmap()
        picture.loadFromData(data)
        if picture.isNull():
            self._picture.setText(say("No logo"))
            self._about.setText(say("A PNG, JPEG, GIF or WebP file; it is scaled down to 400 × 120 pixels."))
        else:
            self._about.setText(logo_line(say, picture.width(), picture.height(), len(data)))
            self._picture.setPixmap(self._scaled(picture))
        self._picture.setAccessibleName(self._about.text())
        self._wrong.hide()
        allow(self.remove_button, "" if data else say("There is no logo to remove."))

    def choose(self, file: Path) -> None:
        """Take the logo from a file, or say what the file is instead."""
        self._bridge.read(self, lambda work: work.email_settings.logo(file), self._take, self._refuse)

    def _scaled(self, picture: QPixmap) -> QPixmap:
        dense = self.devicePixelRatioF()
        room = QSize(SHOWN.width() - 14, SHOWN.height() - 10) * dense
        if picture.width() > room.width() or picture.height() > room.height():
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            picture = picture.scaled(room, keep, smooth)
        picture.setDevicePixelRatio(dense)
        return picture

    def _ask(self) -> None:
        dialog = QFileDialog(self, say("Choose the logo"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(say("Pictures (*.png *.jpg *.jpeg *.gif *.webp)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.choose(Path(name)))
        dialog.open()

    def _take(self, data: bytes) -> None:
        self.fill(data)
        self.changed.emit()

    def _refuse(self, error: AgentError) -> None:
        self._wrong.setText(error.detail or error.title)
        self._wrong.show()
