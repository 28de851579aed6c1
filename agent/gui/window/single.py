"""One window for one agent folder: a second one brings the first to the front and ends."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtNetwork import QLocalServer, QLocalSocket

from agent.domain.errors import TryLater
from agent.jobs.lock import WINDOW, single_instance

WAIT_MS = 1000


@contextmanager
def only_window(folder: Path, raised: Callable[[], None]) -> Iterator[None]:
    """Be the one window of this folder; `raised` is called whenever another one was started.

    Raises `TryLater` where there is one already; it has been asked to come to the front.
    """
    try:
        with single_instance(folder, WINDOW), _listening(folder, raised):
            yield
    except TryLater as taken:
        _knock(folder)
        raise TryLater(
            "The window of this office is open already.",
            detail=f"It belongs to the agent's folder {folder}.",
            remedy="Look for it among the open windows.",
        ) from taken


@contextmanager
def _listening(folder: Path, raised: Callable[[], None]) -> Iterator[None]:
    server = QLocalServer()
    server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
    QLocalServer.removeServer(_name(folder))
    server.newConnection.connect(lambda: _answer(server, raised))
    server.listen(_name(folder))
    try:
        yield
    finally:
        server.close()


def _answer(server: QLocalServer, raised: Callable[[], None]) -> None:
    server.nextPendingConnection().close()
    raised()


def _knock(folder: Path) -> None:
    socket = QLocalSocket()
    socket.connectToServer(_name(folder))
    socket.waitForConnected(WAIT_MS)
    socket.close()


def _name(folder: Path) -> str:
    return f"porchlight-{hashlib.blake2b(str(folder).encode(), digest_size=8).hexdigest()}"
