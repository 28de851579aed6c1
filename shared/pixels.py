"""The only place that decodes pictures: from a file that anybody made to upright pixels in plain colours, scaled down.

What a file is, its content says, never its name. How much memory its pixels need is reckoned from the header before
anything is unpacked; of a moving picture the first frame counts. Nothing is copied whole on the way: a JPEG is unpacked
at a fraction of its size, and colours, scaling and turning come after one another on strips. Files are unpacked one at
a time, so that many of them need the memory of one.
"""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from threading import Lock
from typing import Final

from PIL import Image, PngImagePlugin, UnidentifiedImageError
from PIL.JpegImagePlugin import JpegImageFile

FORMATS: Final = ("PNG", "JPEG", "GIF", "WEBP")
MEMORY: Final = 51_000_000
"""Bytes that a picture may take while it is unpacked; what is made of it comes to some more, below 64 MiB."""
MEMORY_FOR_A_BYTE: Final = 14
"""Of a large file more may come: as many bytes for each of its own."""
LONGEST: Final = 65_500
"""Pixels of a side, as in a JPEG: a row is never cut."""
SCANS: Final = 100
"""Of a JPEG. Ten are usual, and each takes as long as the picture has pixels."""

_ORIENTATION: Final = 0x112
_WAYS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ACROSS: Final = (5, 6, 7, 8)
"""Those that make width of height."""
_WEBP_BYTES: Final = 17
"""For a pixel: the library keeps several canvases of four bytes, and so do we."""
_BYTES: Final = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2}
"""For a pixel of these modes; four for one of the others."""
_GAP: Final = 2
"""As many pixels across and down as are wanted in the end are left by what is done quickly."""
_STRIP_PIXELS: Final = 200_000
_TEXTS_BYTES: Final = 8 * 1024 * 1024
_turn: Final = Lock()

# Texts in a PNG are unpacked with its header, and nobody reads them here.
PngImagePlugin.MAX_TEXT_MEMORY = _TEXTS_BYTES


class Fault(StrEnum):
    """Why a file can't be taken."""

    KIND = "kind"
    """It is none of `FORMATS`."""
    HEAVY = "heavy"
    """The file itself is too large."""
    PIXELS = "pixels"
    """Its pixels need more memory than there is for them."""
    DAMAGED = "damaged"


class NoPicture(ValueError):
    """The file can't be taken. `width` and `height` are what its header says, 0 where that was not read."""

    def __init__(self, fault: Fault, width: int = 0, height: int = 0) -> None:
        super().__init__(fault)
        self.fault = fault
        self.width = width
        self.height = height


@contextmanager
def turn() -> Iterator[None]:
    """The turn to read a file and write what becomes of it."""
    with _turn, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def opened(data: bytes) -> Image.Image:
    """The picture in a file, of which only the header has been read. Raises `NoPicture`."""
    with _converted():
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    width, height = image.size
    if not (width and height):
        raise NoPicture(Fault.DAMAGED)
    if max(width, height) > LONGEST:
        raise NoPicture(Fault.PIXELS, width, height)
    if isinstance(image, JpegImageFile) and data.count(b"\xff\xda") > SCANS:
        raise NoPicture(Fault.DAMAGED)
    return image


def upright(
    image: Image.Image, data: bytes, width: int, height: int, *, spare: int = 2, memory: int = MEMORY
) -> tuple[Image.Image, tuple[int, int]]:
    """The pixels of an opened picture as the eye sees them, RGBA where some are clear, else RGB, scaled down to `width`
    x `height` where there are more; and how many the file has across and down. Of a JPEG at least `spare` times as many
    are unpacked, and what takes more than `memory` bytes is refused. The picture is closed. Raises `NoPicture`."""
    found = image.size
    with _converted():
        image.draft(None, _enough(found, width, height, spare))
        if _needed(image, data, found) > max(memory, MEMORY_FOR_A_BYTE * len(data)):
            raise NoPicture(Fault.PIXELS, *found)
        image.load()
        way = _way(image)
        box = (height, width) if way in _ACROSS else (width, height)
        pixels = _scaled(_thinned(image, box), _within(found, *box))
        image.close()
        return pixels.transpose(_WAYS[way]) if way in _WAYS else pixels, found[::-1] if way in _ACROSS else found


def _way(image: Image.Image) -> int:
    """How the camera was held: 1 to 8; 1, upright, where the file does not say it so that it can be read.
    A PNG is unpacked for it."""
    try:
        found = image.getexif().get(_ORIENTATION, 1)
        return found if found in _WAYS else 1
    # Other tags are read along with it, and anything may stand in them.
    except Exception:
        return 1


@contextmanager
def _converted() -> Iterator[None]:
    """A damaged file ends in an error of any kind; none of them is a fault of ours."""
    try:
        yield
    except NoPicture:
        raise
    except UnidentifiedImageError as error:
        raise NoPicture(Fault.KIND) from error
    except Image.DecompressionBombError as error:
        raise NoPicture(Fault.PIXELS) from error
    except Exception as error:
        raise NoPicture(Fault.DAMAGED) from error


def _needed(image: Image.Image, data: bytes, found: tuple[int, int]) -> int:
    """Bytes of memory that it takes to unpack a picture of that size, drafted as it is now."""
    each = _WEBP_BYTES if image.format == "WEBP" else _BYTES.get(image.mode, 4)
    pixels = each * image.width * image.height
    return pixels + (_kept_whole(image, data, found) if isinstance(image, JpegImageFile) else 0)


def _kept_whole(image: JpegImageFile, data: bytes, found: tuple[int, int]) -> int:
    """Bytes of what a JPEG is made of, two for each sample, where it comes in several scans: as one from coarse to
    fine does."""
    if _one_scan(data):
        return 0
    layers = [(across, down) for _id, across, down, _table in image.layer]
    most = max(across for across, _down in layers) * max(down for _across, down in layers)
    return 2 * found[0] * found[1] * sum(across * down for across, down in layers) // max(1, most)


def _one_scan(data: bytes) -> bool:
    """Whether the first scan of a JPEG is the only one: row by row, with all its colours."""
    at, colours = 2, 0
    while at + 4 < len(data):
        if data[at] != 0xFF or data[at + 1] in (0x00, 0x01, 0xFF) or 0xD0 <= data[at + 1] <= 0xD8:
            at += 1
            continue
        marker, body = data[at + 1], at + 4
        if marker == 0xDA:
            return 0 < colours == data[body]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            if marker not in (0xC0, 0xC1):
                return False
            colours = data[body + 5] if body + 5 < len(data) else 0
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return False


def _enough(size: tuple[int, int], width: int, height: int, spare: int) -> tuple[int, int]:
    """So many times as many pixels across and down as are left in the end, whether it has to be turned or not."""
    across, down = size
    share = max(min(width / across, height / down), min(height / across, width / down))
    return math.ceil(spare * share * across), math.ceil(spare * share * down)


def _within(size: tuple[int, int], width: int, height: int) -> tuple[int, int]:
    """The size, its proportions kept, where it must not be larger than that."""
    across, down = size
    share = min(width / across, height / down, 1)
    return max(1, math.ceil(share * across - 0.5)), max(1, math.ceil(share * down - 0.5))


def _thinned(image: Image.Image, box: tuple[int, int]) -> Image.Image:
    """A picture that is many times too large, quickly made a whole number of times smaller."""
    wanted = _within(image.size, *box)
    by = tuple(max(1, now // (_GAP * left)) for now, left in zip(image.size, wanted, strict=True))
    across, down = by
    if by == (1, 1):
        return image
    mode = _mode(image)
    width, height = image.size
    thinned = Image.new(mode, (-(-width // across), -(-height // down)))
    rows = max(1, _STRIP_PIXELS // width // down) * down
    for top in range(0, height, rows):
        strip = _plain(image, (0, top, width, min(height, top + rows)), mode)
        thinned.paste(strip.reduce((across, down)), (0, top // down))
    return thinned


def _scaled(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The picture in that size, in plain colours."""
    mode = _mode(image)
    width, height = image.size
    scaled = Image.new(mode, size)
    step = height / size[1]
    # What a row is made of lies up to three rows of the result away.
    margin = math.ceil(3 * step) + 1
    rows = max(1, int(_STRIP_PIXELS / width / step))
    for top in range(0, size[1], rows):
        bottom = min(size[1], top + rows)
        first, last = max(0, int(top * step) - margin), min(height, math.ceil(bottom * step) + margin)
        strip = _plain(image, (0, first, width, last), mode)
        box = (0, top * step - first, width, min(bottom * step, height) - first)
        scaled.paste(strip.resize((size[0], bottom - top), Image.Resampling.LANCZOS, box), (0, top))
    return scaled


def _mode(image: Image.Image) -> str:
    clear = "A" in image.getbands() or ("transparency" in image.info and not image.mode.startswith("I"))
    return "RGBA" if clear else "RGB"


def _plain(image: Image.Image, part: tuple[int, int, int, int], mode: str) -> Image.Image:
    """A part of a picture in plain colours."""
    strip = image.crop(part)
    if strip.mode.startswith("I"):
        # Grey of two bytes: the first of them is seen.
        strip = strip.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    clear = strip.info.get("transparency")
    if strip.mode == "RGB" and isinstance(clear, tuple) and max(clear) > 255:
        strip.info["transparency"] = tuple(value >> 8 for value in clear)
    return strip if strip.mode == mode else strip.convert(mode)
