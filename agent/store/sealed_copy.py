"""The file of one encrypted backup.

A header that says what it is (readable, so that a list needs no key), then the copy in chunks, each sealed with
AES-256-GCM under a key of this file's own. The nonce counts the chunks and marks the last one, so that chunks can't be
left out, repeated or swapped; the header goes into every seal.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from secrets import token_bytes
from typing import BinaryIO, Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from agent.domain.errors import AgentError
from agent.domain.runs import Backup

_MAGIC: Final = b"PLBACKUP"
_VERSION: Final = 1
_CHUNK: Final = 1024 * 1024
_TAG: Final = 16


class _Header(msgspec.Struct, frozen=True):
    version: int
    salt: bytes
    backup: Backup


def seal(source: Path, target: Path, backup: Backup, key: bytes) -> None:
    """Write `source` encrypted into the new file `target` and read it back; it is on the disk when this returns.

    Raises `OSError` where the disk does not take it, `AgentError` where it does not give it back as it was.
    """
    header = msgspec.json.encode(_Header(_VERSION, token_bytes(16), backup))
    cipher = _cipher(key, header)
    wanted = blake2b()
    with (
        source.open("rb") as plain,
        os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as to,
    ):
        to.write(_MAGIC + len(header).to_bytes(4, "big") + header)
        left = source.stat().st_size
        number = 0
        while number == 0 or left > 0:
            chunk = plain.read(_CHUNK)
            left -= len(chunk)
            wanted.update(chunk)
            to.write(cipher.encrypt(_nonce(number, left <= 0), chunk, header))
            number += 1
        to.flush()
        os.fsync(to.fileno())
    found = blake2b()
    for chunk in _chunks(target, key):
        found.update(chunk)
    if found.digest() != wanted.digest():
        raise _damaged(target)


def unseal(source: Path, target: Path, key: bytes) -> None:
    """Write the copy that `source` holds into the new file `target`. Raises `AgentError` where it is damaged."""
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as to:
        for chunk in _chunks(source, key):
            to.write(chunk)


def about(source: Path) -> Backup:
    """What the header says. Raises `AgentError` for another kind of file."""
    with source.open("rb") as file:
        return _header(file, source)[0].backup


def _chunks(source: Path, key: bytes) -> Iterator[bytes]:
    left = source.stat().st_size
    with source.open("rb") as file:
        header = _header(file, source)[1]
        left -= file.tell()
        cipher = _cipher(key, header)
        number = 0
        while number == 0 or left > 0:
            sealed = file.read(_CHUNK + _TAG)
            left -= len(sealed)
            try:
                yield cipher.decrypt(_nonce(number, left <= 0), sealed, header)
            except (InvalidTag, ValueError) as error:
                raise _damaged(source) from error
            number += 1


def _header(file: BinaryIO, source: Path) -> tuple[_Header, bytes]:
    start = file.read(len(_MAGIC) + 4)
    if start[: len(_MAGIC)] != _MAGIC:
        raise _damaged(source)
    raw = file.read(int.from_bytes(start[len(_MAGIC) :], "big"))
    try:
        header = msgspec.json.decode(raw, type=_Header)
    except msgspec.DecodeError as error:
        raise _damaged(source) from error
    if header.version != _VERSION:
        raise AgentError(f"The backup {source.name} was made by a newer Porchlight.", remedy="Use that release.")
    return header, raw


def _cipher(key: bytes, header: bytes) -> AESGCM:
    salt = msgspec.json.decode(header, type=_Header).salt
    return AESGCM(HKDF(SHA256(), 32, salt, b"porchlight backup").derive(key))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _damaged(source: Path) -> AgentError:
    return AgentError(
        f"The backup {source.name} is damaged, or its key is not the one in the keyring.",
        remedy="Choose another: agent backup list",
    )
