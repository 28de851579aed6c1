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
