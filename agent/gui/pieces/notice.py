"""What has just become of somebody's changes, with what can be done about it: Undo, Reload."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame

from agent.gui.language import say
from agent.gui.looks.tokens import SPACE_1, SPACE_2, SPACE_4, Tone
from agent.gui.pieces.buttons import button
from agent.gui.pieces.card import label, row


class Notice(QFrame):
    """Hidden until there is something to tell."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._deed: Callable[[], None] = self.dismiss
        self._text = label("")
        self.action = button("", plain=True)
        self.action.clicked.connect(self._do)
        away = button(say("Dismiss"), plain=True)
        away.clicked.connect(self.dismiss)
        body = row(spacing=SPACE_2)
        body.setContentsMargins(SPACE_4, SPACE_1, SPACE_2, SPACE_1)
        self.setLayout(body)
        body.addWidget(self._text, stretch=1)
        body.addWidget(self.action)
        body.addWidget(away)
        self.hide()

    def tell(self, text: str, action: str = "", does: Callable[[], None] | None = None) -> None:
        """Something went well; `does` is what the button called `action` is for."""
        self._show("good", text, action, does)

    def tell_in(self, tone: Tone, text: str, action: str, does: Callable[[], None]) -> None:
        """Like `tell`, in another tone; without an `action` there is no button for it."""
        self._show(tone, text, action, does)

    def warn(self, text: str, action: str, does: Callable[[], None]) -> None:
        """Something has to be looked at."""
        self._show("warn", text, action, does)

    def dismiss(self) -> None:
        """Hide it."""
        self.hide()

    def _show(self, tone: Tone, text: str, action: str, does: Callable[[], None] | None) -> None:
        self._deed = does or self.dismiss
        self._text.setText(text)
        self.setAccessibleName(text)
        self.action.setText(action)
        self.action.setAccessibleName(action)
        self.action.setVisible(bool(action))
        self.setProperty("tone", tone)
        self.style().polish(self)
        self.show()

    def _do(self) -> None:
        self._deed()
