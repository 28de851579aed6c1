"""Parts: how the changes of a snapshot travel.

A part is zstd of the msgpack encoding of a list of `Change`. Its own digest is BLAKE2b-256 of the compressed bytes.
The order of parts does not matter; no two changes of one upload touch the same record.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from hashlib import blake2b

import msgspec

from shared import limits

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

__all__ = ["Change", "PartError", "digest", "pack", "split", "unpack", "zstd"]

LEVEL = 1

WINDOW_LOG = 23
"""8 MiB, twice what a part may hold: a part that asks for more memory than that is not unpacked."""


class Change(msgspec.Struct, frozen=True, array_like=True):
    """One record that is put into the set (`body` holds its canonical bytes) or taken out of it (`body` is None)."""

    kind: str
    key: str
    body: bytes | None


class PartError(ValueError):
    """The bytes are no part: damaged, too large, or not ours."""


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(list[Change])


def digest(data: bytes) -> str:
    """BLAKE2b-256 of a part as it travels, as 64 hexadecimal digits."""
    return blake2b(data, digest_size=32).hexdigest()


def pack(changes: list[Change]) -> bytes:
    """A part that holds `changes`. The caller keeps them small enough; see `split`."""
    return zstd.compress(_encoder.encode(changes), LEVEL)


def unpack(data: bytes) -> list[Change]:
    """The changes a part holds. Raises `PartError`; never decodes more than `limits.PART_CONTENT_BYTES`."""
    if len(data) > limits.PART_BYTES:
        raise PartError("the part is larger than a part may be")
    stream = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: WINDOW_LOG})
    try:
        content = stream.decompress(data, max_length=limits.PART_CONTENT_BYTES + 1)
        if len(content) > limits.PART_CONTENT_BYTES:
            raise PartError("the part holds more than a part may hold")
        if not stream.eof or stream.unused_data:
            raise PartError("the part is cut short or followed by something else")
        return _decoder.decode(content)
    # msgspec says UnicodeDecodeError of a text that is none, and RecursionError where it is nested too deep.
    except (zstd.ZstdError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise PartError(f"the part cannot be read: {error}") from error


def split(changes: Iterable[Change]) -> Iterator[bytes]:
    """Pack `changes` into parts of the size that the agent aims at. The same changes give the same parts."""
    held: list[Change] = []
    size = 0
    for change in changes:
        weight = len(change.key) * 4 + len(change.body or b"") + 32
        if held and size + weight > limits.PART_AIM_CONTENT_BYTES:
            yield from _packed(held)
            held, size = [], 0
        held.append(change)
        size += weight
    if held:
        yield from _packed(held)


def _packed(changes: list[Change]) -> Iterator[bytes]:
    """One part, or, where the content does not compress well enough, halves of it."""
    data = pack(changes)
    if len(data) <= limits.PART_AIM_BYTES or (len(changes) == 1 and len(data) <= limits.PART_BYTES):
        yield data
    elif len(changes) == 1:
        raise PartError(f"the record {changes[0].kind} {changes[0].key!r} is larger than a part")
    else:
        middle = len(changes) // 2
        yield from _packed(changes[:middle])
        yield from _packed(changes[middle:])
