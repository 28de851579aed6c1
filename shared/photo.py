"""What becomes of a photo that a customer sends: upright, no larger than needed, a JPEG of nothing but its pixels.

What a file is, its content says, never its name. The size is read from the header before anything is unpacked; of a
moving picture the first frame counts. Places, times and names of cameras, and whatever else is hidden in a file, stay
behind. Photos are unpacked one after the other, so that many of them need the memory of one.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Lock
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from shared.outbound import PHOTO_BYTES, PHOTO_PIXELS

FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF")
FILE_BYTES: Final = 8 * 1024 * 1024
"""The largest file that is looked at."""
PIXELS: Final = 25_000_000
"""The most that is unpacked: 75 MB for a moment."""
JPEG_PIXELS: Final = 50_000_000
"""As many as phones take. A JPEG is unpacked at a fraction of its size."""

SMALL_PIXELS: Final = 200
"""The longer side of what stands for the photo in a list."""

_QUALITIES: Final = (82, 70, 55, 40, 20)
_PAPER: Final = (255, 255, 255)
_turn: Final = Lock()


class Fault(StrEnum):
    """Why a file can't be taken."""

    KIND = "kind"
    """It is none of `FORMATS`."""
    LARGE = "large"
    """The file, or the number of its pixels."""
    DAMAGED = "damaged"


class NoPhoto(ValueError):
    """The file can't be taken."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Taken:
    """A photo as it is kept."""

    jpeg: bytes = field(repr=False)
    small: bytes = field(repr=False)
    """The same, small; JPEG too."""
    width: int
    height: int


def taken(data: bytes) -> Taken:
    """The photo in a file. Raises `NoPhoto`."""
    if len(data) > FILE_BYTES:
        raise NoPhoto(Fault.LARGE)
    with _turn, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        image = _opened(data)
        most = JPEG_PIXELS if image.format == "JPEG" else PIXELS
        if image.width * image.height > most:
            raise NoPhoto(Fault.LARGE)
        pixels = _unpacked(image)
        pixels.thumbnail((PHOTO_PIXELS, PHOTO_PIXELS), Image.Resampling.LANCZOS)
        small = pixels.copy()
        small.thumbnail((SMALL_PIXELS, SMALL_PIXELS), Image.Resampling.LANCZOS)
        return Taken(_jpeg(pixels, _QUALITIES), _jpeg(small, _QUALITIES[1:]), pixels.width, pixels.height)


def _opened(data: bytes) -> Image.Image:
    """The picture, of which only the header has been read."""
    try:
        return Image.open(io.BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise NoPhoto(Fault.KIND) from error
    except Image.DecompressionBombError as error:
        raise NoPhoto(Fault.LARGE) from error
    except (OSError, ValueError, SyntaxError) as error:
        raise NoPhoto(Fault.DAMAGED) from error


def _unpacked(image: Image.Image) -> Image.Image:
    """Its pixels as the eye sees them: turned as the camera says, on white where it is clear."""
    try:
        image.draft("RGB", (PHOTO_PIXELS, PHOTO_PIXELS))
        image.load()
        upright = ImageOps.exif_transpose(image)
        if "A" not in upright.getbands() and "transparency" not in upright.info:
            return upright.convert("RGB")
        clear = upright.convert("RGBA")
        paper = Image.new("RGB", clear.size, _PAPER)
        paper.paste(clear, mask=clear.getchannel("A"))
        return paper
    # A damaged file ends in whatever the decoder stumbles over.
    except (OSError, ValueError, SyntaxError, IndexError, EOFError, Image.DecompressionBombError) as error:
        raise NoPhoto(Fault.DAMAGED) from error


def _jpeg(pixels: Image.Image, qualities: Sequence[int]) -> bytes:
    """As good as fits into `PHOTO_BYTES`; noise at the lowest quality still does."""
    bare = Image.frombytes("RGB", pixels.size, pixels.tobytes())
    written = b""
    for quality in qualities:
        out = io.BytesIO()
        bare.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
        written = out.getvalue()
        if len(written) <= PHOTO_BYTES:
            break
    return written
