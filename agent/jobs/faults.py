"""What a person is told of an exception that nobody closer to it could explain, in command line and window alike."""

from __future__ import annotations

import errno
import tempfile
import traceback
from typing import Final

from agent.domain.errors import AgentError, TryLater, not_loaded

_NO_THREAD: Final = "can't start new thread"
"""What Python says where the system gives it no thread; it has no exception of its own for that."""


def told(error: BaseException) -> AgentError:
    """`error` in sentences. A fault of Porchlight itself is written down in a file that the sentences name."""
    if isinstance(error, AgentError):
        return error
    if isinstance(error, OSError):
        return _explained(error)
    if isinstance(error, ImportError):
        return not_loaded(error)
    if isinstance(error, MemoryError):
        return _no_room("This computer has too little memory left.")
    if isinstance(error, RuntimeError) and str(error) == _NO_THREAD:
        return _no_room("This computer can't run any more programs at the same time.")
    return _fault(error)


def _no_room(title: str) -> TryLater:
    return TryLater(title, remedy="Close other programs or restart the computer, then try again.")


def _explained(error: OSError) -> AgentError:
    """What nobody closer to the file could say better."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return TryLater("The disk of this computer is full.", remedy="Free some space, then try again.")
    return AgentError(
        f"A file can't be used: {error.strerror or error}.",
        detail=f"It is {error.filename}." if error.filename else "",
        remedy="Check that it exists and that you may read and write it.",
    )


def _fault(error: BaseException) -> AgentError:
    """A fault of Porchlight itself. The message of a foreign exception may hold values of the database, so only its
    kind and its places are kept, in a file, for whoever mends it."""
    title, kind = "Porchlight met a fault of its own.", type(error).__name__
    places = "".join(traceback.format_tb(error.__traceback__))
    try:
        with tempfile.NamedTemporaryFile("w", prefix="porchlight-fault-", suffix=".txt", delete=False) as report:
            report.write(f"{places}{kind}\n")
    except OSError as unwritten:
        return AgentError(
            title,
            detail=f"It is of the kind {kind}; what is needed to mend it could not be written: {unwritten.strerror}.",
            remedy="See that this computer has space for temporary files, then try again.",
        )
    return AgentError(
        title,
        detail=f"What is needed to mend it ({kind}) is written down in {report.name}.",
        remedy="Send that file to whoever looks after Porchlight.",
    )
