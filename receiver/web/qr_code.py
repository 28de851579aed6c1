"""QR codes as pictures that pages show."""

from __future__ import annotations

import io
from typing import Final

import segno

QUIET: Final = 4
"""Empty modules around it, as the standard wants them (ISO/IEC 18004)."""
MODULE: Final = 5
"""Pixels of a module."""


def svg(text: str) -> bytes:
    """The code, dark on white whatever the page is: cameras expect it so."""
    drawing = io.BytesIO()
    segno.make_qr(text, error="m").save(
        drawing, kind="svg", scale=MODULE, border=QUIET, dark="#000", light="#fff", xmldecl=False
    )
    return drawing.getvalue()
