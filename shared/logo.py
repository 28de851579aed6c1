"""The one way pictures become logos, on both sides of the wire.

Only the pixels are kept: written anew as PNG, so that neither metadata nor what else is hidden in a file travels.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from PIL import Image

from shared import limits, pixels
from shared.pixels import Fault, NoPicture

NAMES: Final = "PNG, JPEG, GIF or WebP"
MEGABYTE: Final = 1024 * 1024
FILE_BYTES: Final = 5 * MEGABYTE
"""The largest file that is looked at."""
MEMORY: Final = 100_000_000
"""Bytes that a chosen picture may take while it is unpacked, at the office: 25 million pixels."""

_AIM: Final = 20_000
"""Bytes of a logo that a phone on a bus can wait for. Nearly every drawing is smaller with all its colours."""
_COLOURS: Final = (256, 128, 64)
"""What is larger makes do with so many colours, one byte a pixel at most: that is always below `limits.LOGO_BYTES`."""
_BEGINNINGS: Final = (
    (b"<svg", "an SVG drawing"),
    (b"<?xml", "an SVG drawing or another XML file"),
    (b"%PDF", "a PDF document"),
    (b"BM", "a BMP picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"PK\3\4", "an archive or office document"),
    (b"<!doctype", "a web page"),
    (b"<html", "a web page"),
)


class NoLogo(ValueError):
    """This can't be a logo; the text is a sentence that says what was found."""


def fitted(data: bytes) -> bytes:
    """The logo that a chosen picture becomes: scaled down to fit, as PNG. What is one already stays as it is. Raises
    `NoLogo`."""
    if len(data) > FILE_BYTES:
        raise NoLogo(
            f"The file is {len(data) / 1024 / 1024:,.1f} MB large; {FILE_BYTES // 1024 // 1024} MB is the most."
        )
    with pixels.turn(), _told(data):
        image = pixels.opened(data)
        small = _fits(image)
        logo, _found = pixels.upright(image, data, limits.LOGO_WIDTH, limits.LOGO_HEIGHT, memory=MEMORY)
        is_one = small and image.format == "PNG" and len(data) <= limits.LOGO_BYTES and not _talks(image)
        return data if is_one else _png(logo)


def checked(data: bytes) -> bytes:
    """A logo that came over the wire, its pixels written anew as PNG. Raises `NoLogo` where it is none."""
    if len(data) > limits.LOGO_BYTES:
        raise NoLogo("the logo is larger than a logo may be")
    with pixels.turn(), _told(data):
        image = pixels.opened(data)
        if not _fits(image):
            raise NoLogo(f"the logo has {image.width} x {image.height} pixels")
        logo, _found = pixels.upright(image, data, limits.LOGO_WIDTH, limits.LOGO_HEIGHT)
        return _png(logo)


def size(png: bytes) -> tuple[int, int]:
    """Width and height of a logo, in pixels. Raises `NoLogo`."""
    with pixels.turn(), _told(png):
        return pixels.opened(png).size


@contextmanager
def _told(data: bytes) -> Iterator[None]:
    """What a file is that can't be a logo, in a sentence."""
    try:
        yield
    except NoPicture as error:
        raise NoLogo(_sentence(error, data)) from error


def _sentence(error: NoPicture, data: bytes) -> str:
    match error.fault:
        case Fault.KIND:
            return f"This file is {_kind(data)}; a logo is a {NAMES} picture."
        case Fault.PIXELS if error.width:
            return (
                f"The picture has {error.width:,} x {error.height:,} pixels, more than can be scaled down here. Make "
                "it smaller with a program for pictures."
            )
        case Fault.PIXELS:
            return "The picture has far too many pixels. Make it smaller with a program for pictures."
        case Fault.HEAVY | Fault.DAMAGED:
            return "This picture is damaged or incomplete."


def _png(logo: Image.Image) -> bytes:
    """The smallest PNG of them, with all their colours where that is small enough."""
    bare = Image.frombytes(logo.mode, logo.size, logo.tobytes())
    written = _written(bare)
    for colours in _COLOURS:
        if len(written) > _AIM:
            written = _written(bare.quantize(colours, method=Image.Quantize.FASTOCTREE))
    return written


def _written(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _fits(image: Image.Image) -> bool:
    return image.width <= limits.LOGO_WIDTH and image.height <= limits.LOGO_HEIGHT


def _talks(image: Image.Image) -> bool:
    """Whether the file says more than its pixels: texts, places, times, further frames."""
    return bool(image.info.keys() - {"transparency"}) or getattr(image, "n_frames", 1) > 1


def _kind(data: bytes) -> str:
    """What a file is that is no picture of ours, as far as its beginning tells."""
    if not data:
        return "empty"
    head = data[:64].lstrip().lower()
    return next((name for begin, name in _BEGINNINGS if head.startswith(begin.lower())), "of another kind")
