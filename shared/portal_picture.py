"""Pictures that a company shows on its portal, splash screen and logo, as they come from a file that anybody made.

Only the pixels are kept, written anew, so that nothing that hides in a file travels. A photo is turned as its camera
says before it is measured.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Final

from PIL import Image

from shared import pixels
from shared.pixels import Fault, NoPicture

FILE_BYTES: Final = 1024 * 1024
"""The largest file that is looked at."""
KEPT_BYTES: Final = 100_000
"""A picture as it is kept."""

_PNG: Final = "image/png"
_WEBP: Final = "image/webp"
_QUALITIES: Final = (90, 75, 50, 20)


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
    with pixels.turn():
        image = pixels.opened(data)
        picture, found = pixels.upright(image, data, width, height)
        body, kind = _written(picture)
        return Taken(body, kind, picture.width, picture.height, *found)


def _written(picture: Image.Image) -> tuple[bytes, str]:
    """Nothing but its pixels: as PNG, where that is small enough; else as WebP."""
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())
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
