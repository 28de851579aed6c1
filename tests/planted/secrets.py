"""Passwords that a thief could read or guess."""

from __future__ import annotations

import base64
import json
import sqlite3
from contextlib import closing
from pathlib import Path

from backports import zstd

from tests.guards import recoverable
from tests.planted.fault import Fault

PASSWORD = "clip"


def verifier_as_text(folder: Path) -> list[str]:
    """A verifier that somebody stored as it came."""
    salt = bytes(range(16))
    spelled = [base64.b64encode(part).decode().rstrip("=") for part in (salt, recoverable.argon2id(PASSWORD, salt))]
    phc = f"$argon2id$v=19$m=19456,t=2,p=1${spelled[0]}${spelled[1]}"
    return recoverable.guessed(stored(folder, json.dumps({"record_id": "7", "verifier": phc})), PASSWORD)


def verifier_without_pepper(folder: Path) -> list[str]:
    """Salt and tag in fields of their own, the tag not wrapped."""
    salt = bytes(range(16))
    body = {
        "salt": base64.b64encode(salt).decode(),
        "tag": base64.b64encode(recoverable.argon2id(PASSWORD, salt)).decode(),
    }
    return recoverable.guessed(stored(folder, json.dumps(body)), PASSWORD)


def readable_password(folder: Path) -> list[str]:
    """A password in base64 in the middle of a compressed value."""
    hidden = base64.b64encode(b"her word: maple-orbit-canyon-quilt, do not lose").decode()
    return recoverable.readable(stored(folder, json.dumps({"note": hidden})), ["maple-orbit-canyon-quilt"])


def stored(folder: Path, body: str) -> Path:
    """A database with one compressed record."""
    with closing(sqlite3.connect(folder / "planted.db")) as connection, connection:
        connection.execute("CREATE TABLE records (body BLOB)")
        connection.execute("INSERT INTO records VALUES (?)", (zstd.compress(body.encode()),))
    return folder


FAULTS = {
    "a verifier stored as it came": Fault(recoverable, verifier_as_text),
    "a verifier not wrapped with the pepper": Fault(recoverable, verifier_without_pepper),
    "a readable password": Fault(recoverable, readable_password),
}
