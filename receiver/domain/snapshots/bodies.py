"""How record bodies rest in the database: zstd, level 1."""

from __future__ import annotations

import sys

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LEVEL = 1

_compressor = zstd.ZstdCompressor(LEVEL)
"""One for all: making one costs more than packing a record. It locks itself while it packs."""


def packed(body: bytes) -> bytes:
    """What is stored for `body`."""
    return _compressor.compress(body, zstd.ZstdCompressor.FLUSH_FRAME)


def unpacked(stored: bytes) -> bytes:
    """The body that was stored."""
    return zstd.decompress(stored)
