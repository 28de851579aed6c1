"""Pictures that offices choose: good ones, and those that were meant for something else."""

from __future__ import annotations

import io
import struct
import zlib
from functools import cache

from PIL import Image, ImageDraw

Size = tuple[int, int]
EVERGREEN = (31, 111, 84)


@cache
def drawing(size: Size = (300, 100), form: str = "PNG", mode: str = "RGBA") -> bytes:
    """A sign with a round thing and some bars, dark on transparent (or white) ground, in a file of that form."""
    image = Image.new("RGBA", (300, 100), (255, 255, 255, 0))
    draw = ImageDraw.Draw(image)
    draw.ellipse((12, 12, 88, 88), fill=EVERGREEN)
    for top, right in ((30, 285), (55, 240)):
        draw.rectangle((112, top, right, top + 15), fill=(28, 35, 33))
    image = image.resize(size)
    if mode != "RGBA":
        image = Image.alpha_composite(Image.new("RGBA", size, "white"), image).convert(mode)
    return written(image, form)


def written(image: Image.Image, form: str, **words: object) -> bytes:
    """A picture as a file."""
    out = io.BytesIO()
    image.save(out, form, **words)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    """A file as a picture."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def declared(width: int, height: int) -> bytes:
    """A small PNG that says it is that large."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def one_by_one(side: int) -> bytes:
    """A square JPEG that brings its colours one after the other, each in a scan of its own."""
    grey = written(Image.new("L", (side, side), 90), "JPEG")
    frame, scan = grey.index(b"\xff\xc0"), grey.index(b"\xff\xda")
    tables = grey.index(b"\xff\xc4")
    colours = [bytes((number, 0x11, 0)) for number in (1, 2, 3)]
    head = struct.pack(">HHB", 0xFFC0, 8 + 3 * 3, 8) + grey[frame + 5 : frame + 9] + b"\3" + b"".join(colours)
    rows = grey[scan + 10 : -2]
    scans = (struct.pack(">HHBBB", 0xFFDA, 8, 1, number, 0) + b"\0\x3f\0" + rows for number in (1, 2, 3))
    return grey[:frame] + head + grey[tables:scan] + b"".join(scans) + grey[-2:]


def with_text(png: bytes, text: bytes) -> bytes:
    """The PNG with a text chunk before its end."""
    return png[:-12] + _chunk(b"tEXt", b"Comment\0" + text) + png[-12:]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def picture(width: int = 40, height: int = 30, kind: str = "JPEG", **words: object) -> bytes:
    """A picture file, red above and blue below."""
    image = Image.new("RGB", (width, height), "blue")
    image.paste("red", (0, 0, width, max(1, height // 2)))
    return written(image, kind, **words)


SOFTWARE, COPYRIGHT, RESOLUTION, MORE = 305, 33432, 282, 34665
ODD_TAGS = [
    (SOFTWARE, 5, 1, 38),
    (SOFTWARE, 12, 1, 38),
    (SOFTWARE, 3, 1, 7),
    (COPYRIGHT, 10, 1, 38),
    (RESOLUTION, 2, 4, 0x41414141),
    (MORE, 2, 4, 0x41414141),
    (MORE, 4, 1, 38),
    (SOFTWARE, 16, 1, 38),
    (SOFTWARE, 2, 2**31, 38),
]
"""What no camera writes into a tag: number of the tag, its type, how many, and the value or where it lies."""


def turned_with(number: int, kind: int, count: int, value: int) -> bytes:
    """EXIF of a camera that was held upright, with one more tag."""
    turned = struct.pack("<HHIHH", 0x112, 3, 1, 6, 0)
    odd = struct.pack("<HHII", number, kind, count, value)
    return b"Exif\0\0II*\0" + struct.pack("<IH", 8, 2) + turned + odd + bytes(4) + b"\1\0\0\0\2\0\0\0"
