"""The file of one encrypted backup: automatic ones under the keyring's key, others under a passphrase.

A header that says what it is (readable, so that a list needs no key), then the copy in chunks, each sealed with
AES-256-GCM under a key of this file's own. The nonce counts the chunks and marks the last one, so that chunks can't be
left out, repeated or swapped; the header goes into every seal.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
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
from agent.store.protection import Protection, open_with, protect
from agent.usecases.ports import Progress

_MAGIC: Final = b"PLBACKUP"
WRITING: Final = "Writing the copy"
READING: Final = "Reading the copy back"
OPENING: Final = "Opening the copy"
_VERSION: Final = 1
_CHUNK: Final = 1024 * 1024
_TAG: Final = 16
_HEADER_BYTES: Final = 64 * 1024


class _Header(msgspec.Struct, frozen=True, omit_defaults=True):
    version: int
    salt: bytes
    backup: Backup
    protection: Protection | None = None
    """For a copy with a passphrase."""


@dataclass(frozen=True)
class KeyringKey:
    """The key is this computer's own."""

    key: bytes


@dataclass(frozen=True)
class Passphrase:
    """The key is made of what a person types."""

    text: str = field(repr=False)


Lock = KeyringKey | Passphrase


class Silent:
    """Progress that nobody looks at."""

    def step(self, text: str, total: int = 0) -> None:
        """Nothing happens."""

    def advance(self, count: int = 1) -> None:
        """Nothing happens."""


def seal(source: Path, target: Path, backup: Backup, lock: Lock, progress: Progress | None = None) -> None:
    """Write `source` encrypted into the new file `target` and read it back; it is on the disk when this returns.

    Raises `OSError` where the disk does not take it, `AgentError` where it does not give it back as it was.
    """
    progress = progress or Silent()
    key, protection = protect(lock.text) if isinstance(lock, Passphrase) else (lock.key, None)
    header = msgspec.json.encode(_Header(_VERSION, token_bytes(16), backup, protection))
    cipher = _cipher(key, header)
    wanted = blake2b()
    progress.step(WRITING, source.stat().st_size)
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
            progress.advance(len(chunk))
        to.flush()
        os.fsync(to.fileno())
        forget_cached(to.fileno())
    found = blake2b()
    progress.step(READING, source.stat().st_size)
    for chunk in _chunks(target, key):
        found.update(chunk)
        progress.advance(len(chunk))
    if found.digest() != wanted.digest():
        raise _damaged(target)


def unseal(source: Path, target: Path, lock: Lock, progress: Progress | None = None) -> None:
    """Write the copy that `source` holds into the new file `target`. Raises `AgentError` where it is damaged,
    `WrongPassphrase` where the passphrase is another."""
    progress = progress or Silent()
    with source.open("rb") as file:
        header = _header(file, source)[0]
    progress.step(OPENING, header.backup.size)
    key = _key(lock, header, source)
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as to:
        for chunk in _chunks(source, key):
            to.write(chunk)
            progress.advance(len(chunk))


def is_sealed(file: Path) -> bool:
    """Whether it begins like one of ours."""
    with file.open("rb") as opened:
        return opened.read(len(_MAGIC)) == _MAGIC


def forget_cached(descriptor: int) -> None:
    """Let the next reading come from the disk itself, where the system can be told so."""
    if sys.platform == "linux":
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)


def about(source: Path) -> Backup:
    """What the header says. Raises `AgentError` for another kind of file."""
    with source.open("rb") as file:
        return _header(file, source)[0].backup


def _key(lock: Lock, header: _Header, source: Path) -> bytes:
    if isinstance(lock, KeyringKey):
        return lock.key
    if header.protection is None:
        raise AgentError(
            f"{source.name} is an automatic backup, which opens only at the computer that made it.",
            remedy="Choose it there from the list: agent backup list",
        )
    return open_with(lock.text, header.protection)


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
    length = int.from_bytes(start[len(_MAGIC) :], "big")
    raw = file.read(length if length <= _HEADER_BYTES else 0)
    try:
        header = msgspec.json.decode(raw, type=_Header)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
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
        f"The copy {source.name} is damaged.",
        detail="Or, for an automatic backup, its key is not the one in the keyring.",
        remedy="Choose another copy: agent backup list",
    )
