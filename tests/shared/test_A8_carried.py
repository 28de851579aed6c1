"""A snapshot in a file (feature A8): nothing of it can be changed, cut, swapped, appended to or read by others."""

from __future__ import annotations

import io
import random
from functools import partial
from hashlib import blake2b

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.carried import CarriedError, Damaged, Header, NoSnapshot, Reader, Summary, Writer, new_salt

RECORD_KEY = b"r" * 32
DEVICE = Ed25519PrivateKey.from_private_bytes(b"d" * 32)
PUBLIC = DEVICE.public_key().public_bytes_raw()
PARTS = [b"first part " * 9, b"second part " * 9, b"third part"]
header = partial(Header, "k" * 32, 112, "practice", "device", "2026-03-01T12:00:00Z", 7, ("f" * 32,), False)


def written(parts: list[bytes], salt: bytes = b"", record_key: bytes = RECORD_KEY) -> bytes:
    file = io.BytesIO()
    writer = Writer(file, header(salt or new_salt()), record_key, DEVICE.private_bytes_raw())
    for part in parts:
        writer.add(part)
    writer.finish("d" * 64, {"company": 1, "customer": 2})
    return file.getvalue()


def read(data: bytes, record_key: bytes = RECORD_KEY, public_key: bytes = PUBLIC) -> list[bytes]:
    return list(Reader(io.BytesIO(data)).check(record_key, public_key).parts())


def refused(data: bytes) -> bool:
    try:
        read(data)
    except CarriedError:
        return True
    return False


def test_A8_what_was_written_is_read() -> None:
    data = written(PARTS)
    assert read(data) == PARTS
    content = Reader(io.BytesIO(data)).check(RECORD_KEY, PUBLIC)
    assert content.summary == Summary("d" * 64, {"company": 1, "customer": 2}, 3)
    assert read(written([])) == []
    assert b"first part" not in data


def test_A8_every_flip_and_every_cut_is_refused() -> None:
    data, dice = written(PARTS), random.Random(1)
    for at in range(len(data)):
        flipped = bytearray(data)
        flipped[at] ^= 1 << dice.randrange(8)
        assert refused(bytes(flipped)), f"byte {at} flipped"
        assert refused(data[:at]), f"cut at {at}"
    assert refused(data + b"\0")
    assert refused(data + data)


def test_A8_blocks_belong_to_their_file_and_place() -> None:
    """Even where somebody could sign: the office's key alone does not open what another file or place holds."""
    salt = new_salt()
    one, other = written(PARTS, salt), written([*PARTS[::-1]], salt)
    assert one != other
    assert read(other) == PARTS[::-1]
    start = one.index(len(PARTS[0] + b"t" * 16).to_bytes(4, "big"))
    first, second = (len(part) + 20 for part in PARTS[:2])
    swapped = one[:start] + one[start + first : start + first + second] + one[start : start + first]
    swapped += one[start + first + second :]
    assert sorted(swapped) == sorted(one)
    assert signed_anew_is_refused(swapped)
    assert signed_anew_is_refused(one[:start] + one[start + first :])
    assert not signed_anew_is_refused(one)


def signed_anew_is_refused(data: bytes) -> bool:
    """Whether the file is refused though its signature is right."""
    signature = DEVICE.sign(b"porchlight snapshot in a file\0" + blake2b(data[:-64]).digest())
    return refused(data[:-64] + signature)


@pytest.mark.parametrize(
    ("record_key", "public_key", "told"),
    [
        (b"x" * 32, PUBLIC, "does not open"),
        (RECORD_KEY, Ed25519PrivateKey.from_private_bytes(b"o" * 32).public_key().public_bytes_raw(), "signature"),
    ],
    ids=["record key", "device key"],
)
def test_A8_another_key_is_refused(record_key: bytes, public_key: bytes, told: str) -> None:
    with pytest.raises(Damaged, match=told):
        read(written(PARTS), record_key, public_key)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 a letter", b"PLSNAP", b"x" * 10_000], ids=range(4))
def test_A8_another_kind_of_file_is_told(data: bytes) -> None:
    with pytest.raises(NoSnapshot):
        Reader(io.BytesIO(data))
