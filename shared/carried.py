"""A snapshot in a file, carried by hand where there is no line (feature A8, "Save to a file").

    magic, version | length, header | length, block | ... | length, block | summary | length of the summary, signature

Every block is a part (`shared.parts`) of the whole set, sealed with AES-256-GCM under a key made of the company's
record key for this file alone. The summary says what all of it is, and is sealed as the last block. The nonce counts
the blocks and tells the last one, and the beginning of the file goes into every seal: nothing can be left out, repeated
or swapped. The office computer's own key signs the whole file. The header can be read by anybody, and names nobody.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from secrets import token_bytes
from typing import BinaryIO, Final

import msgspec
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from shared import limits
from shared.messages import Seen

MAGIC: Final = b"PLSNAPSHOT"
VERSION: Final = 1
SUFFIX: Final = ".plsnapshot"
"""How such files are called."""
HEADER_BYTES: Final = 64 * 1024
SUMMARY_BYTES: Final = 4 * 1024

_START: Final = len(MAGIC) + 1
_LENGTH: Final = 4
_TAG: Final = 16
_SIGNATURE: Final = 64
_AT_ONCE: Final = 1024 * 1024
_PURPOSE: Final = b"porchlight snapshot in a file"


class CarriedError(ValueError):
    """The file can't be taken; the text is a sentence for a person."""


class NoSnapshot(CarriedError):
    """The file is none of ours, or of a newer release."""


class Damaged(CarriedError):
    """The file was changed or cut short after it was written, or is of somebody who has not the keys."""


class Header(msgspec.Struct, frozen=True):
    """What a file says of itself, to anybody."""

    key: str
    """Tells this snapshot from every other: the idempotency key under which it is published."""
    company: int
    practice_id: str
    device: str
    """The office computer that made and signed it."""
    made: str
    """When the office read its data, RFC 3339, UTC, by the office's clock."""
    base: int
    """The newest snapshot that the office knew of then; 0 for none."""
    follows: tuple[str, ...]
    """The keys of the files that it made since it knew of that one, and may not know to be loaded."""
    attended: bool
    """Whether a person saw what will change."""
    salt: bytes
    seen: Seen | None = None
    """What that person saw; older releases do not tell."""


class Summary(msgspec.Struct, frozen=True):
    """What all of the file is."""

    digest: str
    """Of the whole set (`shared.canonical.SetDigest`)."""
    counts: dict[str, int]
    """Records by kind."""
    parts: int


def new_salt() -> bytes:
    """For the key of one file."""
    return token_bytes(32)


class Writer:
    """Writes one file into `to`; it is none before `finish`. `device_key` is the private half of `Header.device`."""

    def __init__(self, to: BinaryIO, header: Header, record_key: bytes, device_key: bytes) -> None:
        self._to = to
        told = msgspec.json.encode(header)
        self._begin = MAGIC + bytes([VERSION]) + len(told).to_bytes(_LENGTH, "big") + told
        self._cipher = _cipher(record_key, header)
        self._signer = Ed25519PrivateKey.from_private_bytes(device_key)
        self._state = blake2b()
        self._parts = 0
        self._write(self._begin)

    @property
    def public_key(self) -> bytes:
        """The other half of the key that signs: 32 raw bytes."""
        return self._signer.public_key().public_bytes_raw()

    def add(self, part: bytes) -> None:
        """Add the next part."""
        sealed = self._cipher.encrypt(_nonce(self._parts, last=False), part, self._begin)
        self._write(len(sealed).to_bytes(_LENGTH, "big") + sealed)
        self._parts += 1

    def finish(self, digest: str, counts: Mapping[str, int]) -> None:
        """Every part is there; `digest` and `counts` are of the whole set."""
        summary = msgspec.json.encode(Summary(digest, dict(counts), self._parts))
        sealed = self._cipher.encrypt(_nonce(self._parts, last=True), summary, self._begin)
        self._write(sealed + len(sealed).to_bytes(_LENGTH, "big"))
        self._to.write(self._signer.sign(_signed(self._state.digest())))

    def _write(self, data: bytes) -> None:
        self._state.update(data)
        self._to.write(data)


class Reader:
    """One file, opened for reading in bytes. Raises `CarriedError` where it is none."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._size = file.seek(0, os.SEEK_END)
        self._begin, self.header = self._beginning()

    def check(self, record_key: bytes, public_key: bytes) -> Content:
        """Read the file through: whether it was signed with the other half of `public_key` (32 raw bytes) and is whole.
        Raises `Damaged`."""
        state, left = blake2b(), self._size - _SIGNATURE
        self._file.seek(0)
        while left > 0:
            piece = self._file.read(min(left, _AT_ONCE))
            if not piece:
                raise Damaged("The file ends too early.")
            state.update(piece)
            left -= len(piece)
        try:
            Ed25519PublicKey.from_public_bytes(public_key).verify(self._file.read(_SIGNATURE), _signed(state.digest()))
        except InvalidSignature as error:
            raise Damaged("Its signature does not fit.") from error
        return Content(self._file, _cipher(record_key, self.header), self._begin, self._size)

    def _beginning(self) -> tuple[bytes, Header]:
        self._file.seek(0)
        start = self._file.read(_START + _LENGTH)
        if start[: len(MAGIC)] != MAGIC:
            raise NoSnapshot("It is no file that an office saved a snapshot to.")
        if len(start) == _START + _LENGTH and start[len(MAGIC)] != VERSION:
            raise NoSnapshot("It was made by another release of Porchlight.")
        length = int.from_bytes(start[_START:], "big")
        raw = self._file.read(length) if length <= HEADER_BYTES else b""
        try:
            header = msgspec.json.decode(raw, type=Header)
        # A text that is none, and one that is nested too deep.
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise Damaged("Its beginning can't be read.") from error
        if self._size < len(start) + length + _TAG + _LENGTH + _SIGNATURE:
            raise Damaged("It ends too early.")
        return start + raw, header


class Content:
    """What a file holds whose signature was checked."""

    def __init__(self, file: BinaryIO, cipher: AESGCM, begin: bytes, size: int) -> None:
        self._file = file
        self._cipher = cipher
        self._begin = begin
        at = size - _SIGNATURE - _LENGTH
        file.seek(at)
        length = int.from_bytes(file.read(_LENGTH), "big")
        self._end = at - length
        if not _TAG <= length <= SUMMARY_BYTES or self._end < len(begin):
            raise Damaged("Its end can't be read.")
        self.summary = self._summary(length)

    def parts(self) -> Iterator[bytes]:
        """The parts, one in memory at a time. Raises `Damaged`."""
        for number, (at, length) in enumerate(self._blocks()):
            self._file.seek(at)
            yield self._opened(self._file.read(length), number, last=False)

    def _summary(self, length: int) -> Summary:
        count = sum(1 for _ in self._blocks())
        self._file.seek(self._end)
        told = self._opened(self._file.read(length), count, last=True)
        try:
            summary = msgspec.json.decode(told, type=Summary)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise Damaged("Its summary can't be read.") from error
        if summary.parts != count:
            raise Damaged("Parts of it are missing.")
        return summary

    def _blocks(self) -> Iterator[tuple[int, int]]:
        """Where each block begins, and its length."""
        at = len(self._begin)
        for _ in range(limits.PARTS_IN_SNAPSHOT):
            if at == self._end:
                return
            self._file.seek(at)
            length = int.from_bytes(self._file.read(_LENGTH), "big")
            at += _LENGTH
            if not _TAG <= length <= limits.PART_BYTES + _TAG or at + length > self._end:
                raise Damaged("A block of it has no length that it could have.")
            yield at, length
            at += length
        if at != self._end:
            raise Damaged("It has more blocks than a snapshot may have.")

    def _opened(self, sealed: bytes, number: int, *, last: bool) -> bytes:
        try:
            return self._cipher.decrypt(_nonce(number, last=last), sealed, self._begin)
        except (InvalidTag, ValueError) as error:
            raise Damaged("It does not open with the key of this company.") from error


def _cipher(record_key: bytes, header: Header) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, header.salt, _PURPOSE).derive(record_key))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _signed(digest: bytes) -> bytes:
    return _PURPOSE + b"\0" + digest
