"""A photo of a customer in full."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QDialog, QLabel, QSizePolicy, QWidget

from agent.gui.dialogs.frame import Footer, inset, stack
from agent.gui.language import say
from agent.gui.pieces.buttons import button

SIZE = QSize(760, 620)


class PhotoDialog(QDialog):
    """As large as the window lets it be."""

    def __init__(self, parent: QWidget, picture: QImage, name: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._picture = QPixmap.fromImage(picture)
        self._shown = QLabel()
        self._shown.setAccessibleName(name)
        self._shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._shown.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.away = button(say("&Close"), main=True)
        self.away.clicked.connect(self.accept)
        inside = inset()
        inside.addWidget(self._shown, stretch=1)
        stack(self, inside, Footer(self.away))
        self.resize(SIZE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt tells of a new size."""
        super().resizeEvent(event)
        scale = self.devicePixelRatioF()
        fitted = self._picture.scaled(
            self._shown.size() * scale, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        fitted.setDevicePixelRatio(scale)
        self._shown.setPixmap(fitted)
