"""The photos that came with a request: small ones beside each other, each opens in full."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from agent.domain.errors import AgentError
from agent.gui.bridge import Bridge
from agent.gui.language import say
from agent.gui.looks.tokens import SPACE_1, SPACE_2
from agent.gui.pieces.card import label, row
from agent.gui.presenters.request import photo_name, photo_unread
from agent.gui.presenters.requests import Key
from agent.gui.presenters.work import Work

SMALL = 92


class Photos(QWidget):
    """`opened` gives the picture (a `QImage`) that was clicked on, and its name. Pictures come over the network, and
    are taken apart where that does not hold the window up."""

    opened = Signal(object, str)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._key: Key | None = None
        self.buttons: list[QToolButton] = []
        self._pictures: dict[int, QImage] = {}
        self._why = label("", "muted")
        self._why.hide()
        self._line = row(spacing=SPACE_2)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(SPACE_1)
        body.addLayout(self._line)
        body.addWidget(self._why)

    def show_photos(self, key: Key, count: int) -> None:
        """Show so many of this request; they are fetched once."""
        self.setVisible(count > 0)
        if key == self._key and count == len(self.buttons):
            return
        self._key = key
        self._pictures.clear()
        self._why.hide()
        while (item := self._line.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = [self._button(at) for at in range(count)]
        self._line.addStretch()
        for at in range(count):
            self._fetch(at)

    def _button(self, at: int) -> QToolButton:
        made = QToolButton()
        made.setObjectName("photo")
        made.setText(str(at + 1))
        made.setAccessibleName(photo_name(say, at))
        made.setToolTip(photo_name(say, at))
        made.setFixedSize(QSize(SMALL, SMALL))
        made.setIconSize(QSize(SMALL - 8, SMALL - 8))
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.clicked.connect(lambda: self._open(at))
        self._line.addWidget(made)
        return made

    def _fetch(self, at: int) -> None:
        key = self._key
        if key is None:
            return

        def picture(work: Work) -> QImage:
            return QImage.fromData(work.requests.photo(key, at))

        self._bridge.read(
            self,
            picture,
            lambda found: self._came(key, at, found),
            lambda error: self._missing(key, error),
            network=True,
        )

    def _came(self, key: Key, at: int, picture: QImage) -> None:
        if key != self._key or picture.isNull():
            return
        self._pictures[at] = picture
        small = picture.scaled(
            QSize(SMALL, SMALL) * self.devicePixelRatioF(),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        self.buttons[at].setIcon(QIcon(QPixmap.fromImage(small)))
        self.buttons[at].setText("")

    def _missing(self, key: Key, error: AgentError) -> None:
        if key == self._key:
            self._why.setText(photo_unread(say, error))
            self._why.show()

    def _open(self, at: int) -> None:
        """Where it has not come, try again."""
        if at in self._pictures:
            self.opened.emit(self._pictures[at], photo_name(say, at))
        else:
            self._why.hide()
            self._fetch(at)
