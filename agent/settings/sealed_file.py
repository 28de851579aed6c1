"""Secrets on a computer without a keyring: one file per secret, sealed with AES-256-GCM.

The key is a file beside them that only this account may read, or made from a passphrase by Argon2id; which of the two
is decided when the first secret is kept. Files of their own, so that two processes never write over each other.
"""

from __future__ import annotations

import os
from pathlib import Path
from secrets import token_bytes

import msgspec
from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from agent.domain.errors import SetupError
from agent.settings.durable import create_durably, sync_folder, write_durably

VARIABLE = "PORCHLIGHT_AGENT_PASSPHRASE"
KEY_BYTES = 32
NONCE_BYTES = 12
_VERSION = 1
_CHECK = b"porchlight"


class _About(msgspec.Struct, frozen=True):
    """How the key is made, and a sealed word that tells whether it is the right one."""

    version: int
    check: bytes
    salt: bytes = b""
    """For a passphrase; empty where the key is a file."""
    time_cost: int = 3
    memory_kib: int = 65536
    lanes: int = 4


class SealedFile:
    """The `Secrets` of a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(mode=0o700, exist_ok=True)
        about = self._about() or self._set_up()
        self._cipher = AESGCM(self._key(about))
        if self._unsealed("", about.check) != _CHECK:
            raise SetupError(
                "The passphrase does not fit the secrets of this computer."
                if about.salt
                else f"The key file {self._key_file} does not fit the secrets beside it.",
                remedy=f"Set {VARIABLE} to the passphrase used at set-up."
                if about.salt
                else "Restore it from a copy of this folder, or remove the folder and pair again.",
            )

    def get(self, name: str) -> bytes | None:
        """See `ports.Secrets`."""
        try:
            sealed = self._file(name).read_bytes()
        except FileNotFoundError:
            return None
        value = self._unsealed(name, sealed)
        if value is None:
            raise SetupError(
                f'The secret "{name}" of this computer is damaged.',
                remedy="Pair this computer again: System > Portals, or agent pair",
            )
        return value

    def put(self, name: str, value: bytes) -> None:
        """See `ports.Secrets`."""
        write_durably(self._file(name), self._sealed(name, value))

    def remove(self, name: str) -> None:
        """See `ports.Secrets`."""
        self._file(name).unlink(missing_ok=True)
        sync_folder(self._folder)

    def key(self, name: str) -> bytes:
        """See `ports.Secrets`."""
        found = self.get(name)
        if found is None:
            create_durably(self._file(name), self._sealed(name, token_bytes(KEY_BYTES)))
            found = self.get(name)
        if found is None:
            raise SetupError(f"The folder {self._folder} does not keep what is written into it.")
        return found

    @property
    def _key_file(self) -> Path:
        return self._folder / "key"

    def _file(self, name: str) -> Path:
        return self._folder / f"{name.encode().hex()}.sealed"

    def _about(self) -> _About | None:
        try:
            about = msgspec.json.decode((self._folder / "about.json").read_bytes(), type=_About)
        except FileNotFoundError:
            return None
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise self._damaged(str(error)) from error
        if about.version > _VERSION:
            raise SetupError(
                f"The secrets in {self._folder} were written by a newer Porchlight.", remedy="Use that release."
            )
        return about

    def _damaged(self, detail: str) -> SetupError:
        return SetupError(
            f"The file {self._folder / 'about.json'} is damaged.",
            detail=detail,
            remedy="Restore it from a copy of this folder, or remove the folder and pair again.",
        )

    def _set_up(self) -> _About:
        salt = token_bytes(16) if os.environ.get(VARIABLE) else b""
        if not salt:
            create_durably(self._key_file, token_bytes(KEY_BYTES))
        about = _About(version=_VERSION, check=b"", salt=salt)
        self._cipher = AESGCM(self._key(about))
        about = msgspec.structs.replace(about, check=self._sealed("", _CHECK))
        create_durably(self._folder / "about.json", msgspec.json.encode(about))
        # Another process may have been first: what stands in the file counts.
        return self._about() or about

    def _key(self, about: _About) -> bytes:
        if not about.salt:
            try:
                return self._key_file.read_bytes()[:KEY_BYTES].ljust(KEY_BYTES, b"\0")
            except FileNotFoundError as error:
                raise SetupError(
                    f"The key file {self._key_file} is gone.",
                    remedy="Restore it from a copy of this folder, or remove the folder and pair again.",
                ) from error
        passphrase = os.environ.get(VARIABLE)
        if not passphrase:
            raise SetupError(
                "The secrets of this computer are protected by a passphrase.", remedy=f"Set {VARIABLE}, then try again."
            )
        try:
            return hash_secret_raw(
                passphrase.encode("utf-8", "surrogateescape"),
                about.salt,
                about.time_cost,
                about.memory_kib,
                about.lanes,
                KEY_BYTES,
                Type.ID,
            )
        except (HashingError, OverflowError) as error:
            raise self._damaged(str(error)) from error

    def _sealed(self, name: str, value: bytes) -> bytes:
        nonce = token_bytes(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, value, name.encode())

    def _unsealed(self, name: str, sealed: bytes) -> bytes | None:
        try:
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], name.encode())
        except (InvalidTag, ValueError):
            return None
