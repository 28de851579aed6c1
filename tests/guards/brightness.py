"""Whether what is to be dark is dark, and paper is light: measured on the picture itself."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QImage

DARK_AT_MOST: Final = 64
LIGHT_AT_LEAST: Final = 192


def mean(png: bytes) -> float:
    """The mean brightness of a picture, 0 to 255."""
    picture = QImage.fromData(png).convertToFormat(QImage.Format.Format_Grayscale8)
    assert not picture.isNull(), "not a picture"
    # Each line of a QImage is padded to four bytes; its own average leaves the padding out.
    lines = bytes(picture.constBits())
    width, stride, height = picture.width(), picture.bytesPerLine(), picture.height()
    return sum(sum(lines[row * stride : row * stride + width]) for row in range(height)) / (width * height)


def faults(png: bytes, *, dark: bool) -> list[str]:
    """What is wrong with the brightness of a picture that is to be dark, or light."""
    found = mean(png)
    if dark and found > DARK_AT_MOST:
        return [f"not dark: {found:.0f} of 255"]
    if not dark and found < LIGHT_AT_LEAST:
        return [f"not light: {found:.0f} of 255"]
    return []
