"""What every dialog is made of: its size, its head, its foot."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget

from agent.gui.looks.tokens import SPACE_3, SPACE_4
from agent.gui.pieces.buttons import allow
from agent.gui.pieces.card import label


class Fitted(QDialog):
    """A dialog that is never too low for the texts in it, however they wrap."""

    def event(self, event: QEvent) -> bool:
        """Qt tells of everything."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Show, QEvent.Type.LayoutRequest):
            needed = self.heightForWidth(self.width())
            if needed > self.height():
                self.resize(self.width(), needed)
        return done


class Footer(QFrame):
    """Why it can't go on, then the buttons. The last of `buttons` is the main one: it can be pressed where there is no
    obstacle."""

    def __init__(self, *buttons: QPushButton) -> None:
        super().__init__()
        self.setObjectName("footer")
        self._why = label("", "muted")
        self._main = buttons[-1]
        body = QHBoxLayout(self)
        body.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        body.addWidget(self._why, stretch=1)
        for one in buttons:
            body.addWidget(one)

    def tell(self, text: str) -> None:
        """Say something else that holds while the main button can be pressed."""
        self._why.setText(text)

    def allow(self, obstacle: str) -> None:
        """Let the main button be pressed, or say here and at the button why not."""
        self._why.setText(obstacle)
        allow(self._main, obstacle)


def head(title: str) -> QFrame:
    """The name of the dialog, once more inside it: some screens show no frame around a window."""
    made = QFrame()
    made.setObjectName("head")
    body = QHBoxLayout(made)
    body.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
    body.addWidget(label(title, "subtitle"))
    return made


def stack(window: QWidget, *pieces: QWidget | QLayout) -> None:
    """Fill `window` with these, one below the other; around a whole window the line of its style stays free."""
    body = QVBoxLayout(window)
    line = 1 if window.isWindow() else 0
    body.setContentsMargins(line, line, line, line)
    body.setSpacing(0)
    for piece in pieces:
        if isinstance(piece, QWidget):
            body.addWidget(piece)
        else:
            body.addLayout(piece, stretch=1)


def inset(spacing: int = SPACE_3) -> QVBoxLayout:
    """What stands between head and foot."""
    made = QVBoxLayout()
    made.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
    made.setSpacing(spacing)
    return made
