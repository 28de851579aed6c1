"""Pictures that a company shows on its portal, splash screen and logo, as they come from a file that anybody made.

What a file is, its content says, never its name. The size is read from the header before anything is unpacked; of a
moving picture the first frame counts; a photo is turned as its camera says before it is measured. Only the pixels are
kept, written anew, so that nothing that hides in a file travels. Pictures are unpacked one after the other.
"""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Lock
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS: Final = ("PNG", "JPEG", "GIF", "WEBP")
FILE_BYTES: Final = 1024 * 1024
"""The largest file that is looked at."""
PIXELS: Final = 2_300_000
"""The most that is unpacked, below 64 MB for a moment: WebP needs several canvases for it."""
JPEG_PIXELS: Final = 7_000_000
"""A JPEG is unpacked at a fraction of its size; a progressive one keeps some 50 MB of what it is made of."""
KEPT_BYTES: Final = 100_000
"""A picture as it is kept."""

_PNG: Final = "image/png"
_WEBP: Final = "image/webp"
_QUALITIES: Final = (90, 75, 50, 20)
_turn: Final = Lock()


class Fault(StrEnum):
    """Why a file can't be taken."""

    KIND = "kind"
    """It is none of `FORMATS`."""
    HEAVY = "heavy"
    """It has more than `FILE_BYTES`."""
    PIXELS = "pixels"
    """It has more pixels than are unpacked."""
    DAMAGED = "damaged"


class NoPicture(ValueError):
    """The file can't be taken. `width` and `height` are what its header says, 0 where that was not read."""

    def __init__(self, fault: Fault, width: int = 0, height: int = 0) -> None:
        super().__init__(fault)
        self.fault = fault
        self.width = width
        self.height = height


@dataclass(frozen=True, slots=True)
class Taken:
    """A picture as it is kept. `found_width` and `found_height` are those of the file, as the eye sees it."""

    body: bytes = field(repr=False)
    type: str
    width: int
    height: int
    found_width: int
    found_height: int

    @property
    def scaled(self) -> bool:
        """Whether it is smaller than what was in the file."""
        return (self.width, self.height) != (self.found_width, self.found_height)


def taken(data: bytes, width: int, height: int) -> Taken:
    """The picture in a file, scaled down where it is larger than `width` x `height`, its proportions kept. Raises
    `NoPicture`."""
    if len(data) > FILE_BYTES:
        raise NoPicture(Fault.HEAVY)
    with _turn, _converted(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        image = _opened(data)
        pixels, found = _unpacked(image, width, height)
        pixels.thumbnail((width, height), Image.Resampling.LANCZOS)
        body, kind = _written(pixels)
        return Taken(body, kind, pixels.width, pixels.height, *found)


@contextmanager
def _converted() -> Iterator[None]:
    """A damaged file ends in whatever the decoder stumbles over."""
    try:
        yield
    except NoPicture:
        raise
    except UnidentifiedImageError as error:
        raise NoPicture(Fault.KIND) from error
    except Image.DecompressionBombError as error:
        raise NoPicture(Fault.PIXELS) from error
    except (OSError, ValueError, SyntaxError, IndexError, EOFError, OverflowError, TypeError) as error:
        raise NoPicture(Fault.DAMAGED) from error


def _opened(data: bytes) -> Image.Image:
    """The picture, of which only the header has been read."""
    image = Image.open(io.BytesIO(data), formats=FORMATS)
    width, height = image.size
    if not (width and height):
        raise NoPicture(Fault.DAMAGED)
    if width * height > (JPEG_PIXELS if image.format == "JPEG" else PIXELS):
        raise NoPicture(Fault.PIXELS, width, height)
    return image


def _unpacked(image: Image.Image, width: int, height: int) -> tuple[Image.Image, tuple[int, int]]:
    """Its pixels as the eye sees them, in plain colours, and how many of them the file has across and down. A
    large JPEG comes at a fraction of that."""
    whole = image.size
    image.draft(None, _enough(whole, width, height))
    image.load()
    plain = "RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB"
    pixels = image if image.mode in ("RGB", "RGBA") else image.convert(plain)
    before = pixels.size
    turned = ImageOps.exif_transpose(pixels)
    across = turned.size != before and turned.size == before[::-1]
    return turned, whole[::-1] if across else whole


def _enough(size: tuple[int, int], width: int, height: int) -> tuple[int, int]:
    """Twice as many pixels across and down as are left in the end, whether it has to be turned or not."""
    across, down = size
    share = max(min(width / across, height / down), min(height / across, width / down))
    return math.ceil(2 * share * across), math.ceil(2 * share * down)


def _written(pixels: Image.Image) -> tuple[bytes, str]:
    """Nothing but its pixels: as PNG, where that is small enough; else as WebP."""
    bare = Image.frombytes(pixels.mode, pixels.size, pixels.tobytes())
    out = io.BytesIO()
    bare.save(out, "PNG", optimize=True)
    if out.tell() <= KEPT_BYTES:
        return out.getvalue(), _PNG
    for quality in _QUALITIES:
        out = io.BytesIO()
        bare.save(out, "WEBP", quality=quality, method=4)
        if out.tell() <= KEPT_BYTES:
            break
    return out.getvalue(), _WEBP
