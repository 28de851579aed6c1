"""Our icons: 20 px line drawings, tinted for the palette in use."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from agent.gui.looks.tokens import ICON

FOLDER = Path(__file__).parent / "icons"
SCALES = (1, 2, 3)
"""One picture for each, so that lines stay sharp on dense screens."""


@lru_cache
def icon(name: str, colour: str, disabled: str = "", size: int = ICON) -> QIcon:
    """The drawing `name` in `colour`; in `disabled` where it can't be used."""
    made = QIcon()
    for scale in SCALES:
        made.addPixmap(_drawn(name, colour, size, scale))
        if disabled:
            made.addPixmap(_drawn(name, disabled, size, scale), QIcon.Mode.Disabled)
    return made


def picture(name: str, colour: str, size: int, scale: float) -> QPixmap:
    """The drawing as a picture of `size` points for a screen of `scale` pixels a point."""
    return icon(name, colour, size=size).pixmap(QSize(size, size), scale)


def _drawn(name: str, colour: str, size: int, scale: int) -> QPixmap:
    drawing = (FOLDER / f"{name}.svg").read_text("utf-8").replace("currentColor", colour)
    renderer = QSvgRenderer(QByteArray(drawing.encode()))
    pixmap = QPixmap(size * scale, size * scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size * scale, size * scale))
    painter.end()
    pixmap.setDevicePixelRatio(scale)
    return pixmap
