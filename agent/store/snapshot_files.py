"""Writes a snapshot to a file on a stick or elsewhere: all of it or nothing (feature A8)."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from agent.domain.errors import AgentError, TryLater, UsageError
from agent.store.sealed_copy import forget_cached
from agent.store.work_folder import sync_folder
from agent.usecases.carry_ports import Keys
from agent.usecases.ports import Progress
from shared.carried import CarriedError, Header, Reader, Writer

READING = "Reading the file back"
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_CLOSED = (errno.EACCES, errno.EPERM, errno.EROFS)
_NOTHING = "No file was written."


class SnapshotFiles:
    """See `carry_ports.SnapshotFiles`."""

    def check(self, target: Path, *, replace: bool) -> None:
        """See `carry_ports.SnapshotFiles`."""
        if target.is_dir():
            raise UsageError(f"{target} is a folder.", detail=_NOTHING, remedy="Name the file in it.")
        if not target.parent.is_dir():
            raise UsageError(
                f"There is no folder {target.parent}.", detail=_NOTHING, remedy="Make it first, or choose another."
            )
        if target.exists() and not replace:
            raise _taken(target)

    @contextmanager
    def writing(
        self, part: Path, target: Path, header: Header, keys: Keys, progress: Progress, *, replace: bool
    ) -> Iterator[Writer]:
        """See `carry_ports.SnapshotFiles`."""
        try:
            with _told(target):
                descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(descriptor, "wb") as to:
                    writer = Writer(to, header, keys.record, keys.device)
                    yield writer
                    to.flush()
                    os.fsync(to.fileno())
                    forget_cached(to.fileno())
                _read_back(part, keys.record, writer.public_key, progress)
                if target.exists() and not replace:
                    raise _taken(target)
                part.replace(target)
                sync_folder(target.parent)
        except BaseException:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise


def _read_back(part: Path, record_key: bytes, public_key: bytes, progress: Progress) -> None:
    progress.step(READING)
    progress.advance(0)
    try:
        with part.open("rb") as written:
            Reader(written).check(record_key, public_key)
    except CarriedError as error:
        raise AgentError(
            "What was written there can't be read back as it was.",
            detail=_NOTHING,
            remedy="Use another stick or disk: this one does not keep what is written to it.",
        ) from error
    progress.advance(0)


def _taken(target: Path) -> UsageError:
    return UsageError(
        f"There is already a file {target}.",
        detail=_NOTHING,
        remedy="Choose another name, or say that it is to be replaced (in a command: --yes).",
    )


@contextmanager
def _told(target: Path) -> Iterator[None]:
    """While inside, what the disk says is an error that speaks to a person."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise TryLater(
                f"The disk became full while {target.name} was written.",
                detail=_NOTHING,
                remedy="Free some space there, or choose another place.",
            ) from error
        if error.errno in _CLOSED:
            raise AgentError(
                f"Nothing can be written into {target.parent}.",
                detail=f"{error.strerror}. {_NOTHING}",
                remedy="Choose another folder, or let yourself write there.",
            ) from error
        raise AgentError(
            f"The file {target.name} could not be written.",
            detail=f"{error.strerror or type(error).__name__}. {_NOTHING}",
            remedy="Look whether the stick or disk is still there, then try again.",
        ) from error
