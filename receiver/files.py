"""Keeps files that are too large for the database: a folder, or S3, by `PORCHLIGHT_FILES_URL`.

A file lies below its company's number under a random name, is written before the row that names it is committed, and
never changed. So a row always has its file; what no row names is removed by whoever knows the rows.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

from receiver.db.faults import DatabaseAway, DatabaseFault, DatabaseGone, StorageFull
from receiver.settings import SettingsError

NAME_BYTES: Final = 16
REASON_CHARACTERS: Final = 200
_FULL: Final = ("os error 28", "os error 122", "os error 27")
"""No space left, quota exceeded, file too large."""


class Files:
    """The file store of a receiver. Every call raises `DatabaseFault` where it can't be reached, read or written."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    @classmethod
    def at(cls, url: str) -> Files:
        """The store that `url` names: `file:///folder`, `s3://bucket/folder`. Raises `SettingsError`."""
        try:
            return cls(LocalStore.from_url(url, mkdir=True) if url.startswith("file:") else from_url(url))
        except (BaseError, ValueError, OSError) as error:
            raise SettingsError(
                "PORCHLIGHT_FILES_URL is no place for files.",
                remedy="Use file:///FOLDER of a folder that the receiver may write to, or s3://BUCKET/FOLDER.",
            ) from error

    def keep(self, company_id: int, name: str, data: bytes) -> None:
        """Write a new file, of a name that was drawn with `new_name`, with or without an ending; it is on the disk when
        this returns."""
        with _converted():
            obstore.put(self._store, _path(company_id, name), data, mode="create")
            if isinstance(self._store, LocalStore) and self._store.prefix is not None:
                _push_down(Path(self._store.prefix, _path(company_id, name)))

    def read(self, company_id: int, name: str) -> bytes | None:
        """What is in the file; None where there is none of that name."""
        with _converted():
            try:
                return bytes(obstore.get(self._store, _path(company_id, name)).bytes())
            except FileNotFoundError:
                return None

    def remove(self, company_id: int, name: str) -> None:
        """Remove the file; one that is gone already is no fault."""
        with _converted():
            try:
                obstore.delete(self._store, _path(company_id, name))
            except FileNotFoundError:
                return

    def older_than(self, company_id: int, moment: datetime) -> list[str]:
        """The names of the company's files that were written before `moment`."""
        with _converted():
            return [
                one["path"].rpartition("/")[2]
                for some in obstore.list(self._store, f"{company_id}/")
                for one in some
                if one["last_modified"] < moment
            ]


def _push_down(file: Path) -> None:
    """Past the caches of the system. The library leaves that to it, and a row that is committed finds its file after
    a power cut, too."""
    names = [file] if os.name == "nt" else [file, file.parent, file.parent.parent]
    for one in names:
        handle = os.open(one, os.O_RDONLY if one.is_dir() else os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def new_name() -> str:
    """A name for a new file: nobody guesses it, and no other file has it."""
    return secrets.token_hex(NAME_BYTES)


def _path(company_id: int, name: str) -> str:
    return f"{company_id}/{name}"


@contextmanager
def _converted() -> Iterator[None]:
    """Raise `DatabaseFault` in place of what the library said, whose words tell places and addresses."""
    try:
        yield
    except (BaseError, OSError) as error:
        raise _fault(error) from error


def _fault(error: Exception) -> DatabaseFault:
    said = " ".join(str(error).split())[:REASON_CHARACTERS]
    if any(sign in str(error) for sign in _FULL):
        return StorageFull("no space is left for files")
    if isinstance(error, PermissionError):
        return DatabaseGone(f"the file store: {said}")
    return DatabaseAway(f"the file store: {said}")
