"""The one way pictures become logos, on both sides of the wire, and the only place that decodes pictures.

What a file is, its content says, never its name. The size is read from the header before anything is unpacked, and
only the pixels are kept: written anew as PNG, so that neither metadata nor what else is hidden in a file travels. Of a
moving picture the first frame counts.
"""

from __future__ import annotations

import io
import warnings
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from shared import limits

FORMATS: Final = ("PNG", "JPEG", "GIF", "WEBP")
NAMES: Final = "PNG, JPEG, GIF or WebP"
MEGABYTE: Final = 1024 * 1024
FILE_BYTES: Final = 5 * MEGABYTE
"""The largest file that is looked at."""
PIXELS: Final = 25_000_000
"""The most that is unpacked of a chosen picture: as much as good cameras have, 100 MB for a moment."""

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
    image = _opened(data)
    width, height = image.size
    if width * height > PIXELS:
        raise NoLogo(f"The picture has {width:,} x {height:,} pixels; {PIXELS // 1_000_000} million is the most.")
    pixels = _unpacked(image)
    if image.format == "PNG" and len(data) <= limits.LOGO_BYTES and _fits(pixels) and not _talks(image):
        return data
    pixels.thumbnail((limits.LOGO_WIDTH, limits.LOGO_HEIGHT), Image.Resampling.LANCZOS)
    return _png(pixels)


def checked(data: bytes) -> bytes:
    """A logo that came over the wire, its pixels written anew as PNG. Raises `NoLogo` where it is none."""
    if len(data) > limits.LOGO_BYTES:
        raise NoLogo("the logo is larger than a logo may be")
    image = _opened(data)
    if not _fits(image):
        raise NoLogo(f"the logo has {image.width} x {image.height} pixels")
    return _png(_unpacked(image))


def size(png: bytes) -> tuple[int, int]:
    """Width and height of a logo, in pixels. Raises `NoLogo`."""
    return _opened(png).size


def _opened(data: bytes) -> Image.Image:
    """The picture, of which only the header has been read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Image.open(io.BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise NoLogo(f"This file is {_kind(data)}; a logo is a {NAMES} picture.") from error
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise NoLogo(f"This picture can't be read; a logo is a {NAMES} picture.") from error


def _unpacked(image: Image.Image) -> Image.Image:
    """Its pixels as the eye sees them: turned as the camera says, in plain colours."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image.load()
            upright = ImageOps.exif_transpose(image)
            clear = "A" in upright.getbands() or "transparency" in upright.info
            return upright.convert("RGBA" if clear else "RGB")
    # A damaged file ends in whatever the decoder stumbles over.
    except (OSError, ValueError, SyntaxError, IndexError, EOFError, Image.DecompressionBombError) as error:
        raise NoLogo("This picture is damaged or incomplete.") from error


def _png(pixels: Image.Image) -> bytes:
    """The smallest PNG of them, with all their colours where that is small enough."""
    bare = Image.frombytes(pixels.mode, pixels.size, pixels.tobytes())
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
