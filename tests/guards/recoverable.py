"""Passwords in what a thief would hold: readable ones, and verifiers that can be tried without the pepper."""

from __future__ import annotations

import base64
import binascii
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import msgspec
from argon2.exceptions import VerificationError
from argon2.low_level import Type, hash_secret_raw, verify_secret
from backports import zstd

SQLITE = b"SQLite format 3\0"
ZSTD = b"\x28\xb5\x2f\xfd"


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Everything stored below `folder`: every file as it is, every value of every SQLite table, decompressed."""
    # All files before any database is opened: SQLite then takes its journal away.
    files = [(one, one.read_bytes()) for one in sorted(folder.rglob("*")) if one.is_file()]
    for file, data in files:
        yield file.name, data
    for file, data in files:
        if data.startswith(SQLITE):
            yield from values(file)


def values(database: Path) -> Iterator[tuple[str, bytes]]:
    """Every text and blob in a SQLite file."""
    with closing(sqlite3.connect(database)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for row in connection.execute(f'SELECT * FROM "{table}"'):
                for value in row:
                    data = value.encode() if isinstance(value, str) else value
                    if isinstance(data, bytes):
                        yield f"{database.name}/{table}", decompressed(data)


def decompressed(data: bytes) -> bytes:
    """What zstd holds, or the bytes themselves."""
    try:
        return zstd.decompress(data) if data.startswith(ZSTD) else data
    except zstd.ZstdError:
        return data


def readable(folder: Path, words: Iterable[str]) -> list[str]:
    """Where one of `words` stands below `folder`: raw, in hex, base64 of any alignment, UTF-16, or backwards."""
    forms = {form: word for word in words for form in disguises(word)}
    return sorted({f"{forms[form]} in {place}" for place, data in contents(folder) for form in forms if form in data})


def disguises(word: str) -> set[bytes]:
    """The readable forms of a word."""
    raw = word.encode()
    forms = {
        raw,
        raw[::-1],
        raw.hex().encode(),
        raw.hex().upper().encode(),
        word.encode("utf-16-le"),
        word.encode("utf-16-be"),
    }
    for shift in range(3):
        # Only the characters that do not depend on what stands around.
        whole = base64.b64encode(b"\0" * shift + raw)
        inner = whole[(0, 2, 3)[shift] : len(whole) - 4]
        forms |= {inner, inner.replace(b"+", b"-").replace(b"/", b"_")}
    return {form for form in forms if len(form) >= 6}


def guessed(folder: Path, password: str) -> list[str]:
    """Where `password` can be confirmed from the stored bytes alone: every salt that can be found is tried, and its tag
    looked for in every place and spelling."""
    held = list(contents(folder))
    found = set()
    tags = [tag for salt in salts(data for _, data in held) for tag in spellings(argon2id(password, salt))]
    for place, data in held:
        if any(tag in data for tag in tags):
            found.add(place)
        for text in strings(data):
            if text.startswith("$argon2") and verifies(text, password):
                found.add(place)
    return sorted(found)


def salts(held: Iterable[bytes]) -> set[bytes]:
    """Every 16 bytes that look like a salt: a value of that length, or one spelled in base64 or hex, also as a part of
    a PHC string."""
    found: set[bytes] = set()
    for data in held:
        candidates = [data, *(piece for text in strings(data) for piece in plain_forms(text))]
        found.update(one for one in candidates if len(one) == 16)
    return found


def plain_forms(text: str) -> Iterator[bytes]:
    """What a text, or a piece of it between dollar signs, spells."""
    for piece in {text, *text.split("$")}:
        with suppress(ValueError):
            yield bytes.fromhex(piece)
        with suppress(binascii.Error, ValueError):
            plain = piece.replace("-", "+").replace("_", "/").rstrip("=")
            yield base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)


def strings(data: bytes) -> list[str]:
    """The texts in a JSON document, or the document as a text itself; nothing in other bytes."""
    try:
        document = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return [data.decode("ascii", "replace")] if data.isascii() and len(data) < 500 else []
    return list(texts(document))


def texts(document: object) -> Iterator[str]:
    """Every text in a decoded JSON document."""
    if isinstance(document, str):
        yield document
    elif isinstance(document, dict):
        for value in document.values():
            yield from texts(value)
    elif isinstance(document, list):
        for value in document:
            yield from texts(value)


def argon2id(password: str, salt: bytes) -> bytes:
    """The tag with the protocol's parameters."""
    return hash_secret_raw(password.encode(), salt, 2, 19_456, 1, 32, Type.ID)


def spellings(tag: bytes) -> tuple[bytes, ...]:
    """A tag as it might be stored."""
    return tag, tag.hex().encode(), base64.b64encode(tag).rstrip(b"="), base64.urlsafe_b64encode(tag).rstrip(b"=")


def verifies(text: str, password: str) -> bool:
    """Whether a PHC string is one of `password`."""
    try:
        return bool(verify_secret(text.encode(), password.encode(), Type.ID))
    except VerificationError:
        return False
