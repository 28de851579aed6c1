"""What becomes of a photo that a customer sends: upright, no larger than needed, a JPEG of nothing but its pixels.

Places, times and names of cameras, and whatever else is hidden in a file, stay behind; what is clear becomes white.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from PIL import Image

from shared import pixels
from shared.outbound import PHOTO_BYTES, PHOTO_PIXELS
from shared.pixels import Fault, NoPicture

FILE_BYTES: Final = 8 * 1024 * 1024
"""The largest file that is looked at."""
JPEG_PIXELS: Final = 50_000_000
"""As many as phones take."""

SMALL_PIXELS: Final = 200
"""The longer side of what stands for the photo in a list."""

_QUALITIES: Final = (82, 70, 55, 40, 20)
_PAPER: Final = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Taken:
    """A photo as it is kept."""

    jpeg: bytes = field(repr=False)
    small: bytes = field(repr=False)
    """The same, small; JPEG too."""
    width: int
    height: int


def taken(data: bytes) -> Taken:
    """The photo in a file. Raises `NoPicture`."""
    if len(data) > FILE_BYTES:
        raise NoPicture(Fault.HEAVY)
    with pixels.turn():
        image = pixels.opened(data)
        if image.width * image.height > JPEG_PIXELS:
            raise NoPicture(Fault.PIXELS, *image.size)
        seen, _found = pixels.upright(image, data, PHOTO_PIXELS, PHOTO_PIXELS, spare=1)
        photo = _on_paper(seen)
        small = photo.copy()
        small.thumbnail((SMALL_PIXELS, SMALL_PIXELS), Image.Resampling.LANCZOS)
        return Taken(_jpeg(photo, _QUALITIES), _jpeg(small, _QUALITIES[1:]), photo.width, photo.height)


def _on_paper(photo: Image.Image) -> Image.Image:
    if photo.mode == "RGB":
        return photo
    paper = Image.new("RGB", photo.size, _PAPER)
    paper.paste(photo, mask=photo.getchannel("A"))
    return paper


def _jpeg(photo: Image.Image, qualities: Sequence[int]) -> bytes:
    """As good as fits into `PHOTO_BYTES`; noise at the lowest quality still does."""
    bare = Image.frombytes("RGB", photo.size, photo.tobytes())
    written = b""
    for quality in qualities:
        out = io.BytesIO()
        bare.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
        written = out.getvalue()
        if len(written) <= PHOTO_BYTES:
            break
    return written
