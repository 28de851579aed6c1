"""The receiver's own application in this process, where it can be read, counted and given another clock.

What only `receiver serve` does (workers, limits, the last headers) is not here; guards of those ask a real receiver.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from receiver.db.engine import make_engine
from receiver.db.unit_of_work import UnitOfWork
from receiver.factory import create_app
from receiver.settings import Settings
from tests.support.receiver import Receiver


def made(folder: Path) -> Flask:
    """The application of a fresh receiver below `folder`, with every blueprint."""
    receiver = Receiver(folder)
    receiver.init()
    return create_app(Settings.from_environment(receiver.environment))


def work(folder: Path) -> UnitOfWork:
    """The units of work of a fresh receiver below `folder`."""
    receiver = Receiver(folder)
    receiver.init()
    return UnitOfWork(make_engine(receiver.environment["PORCHLIGHT_DATABASE_URL"]))


class _Silent(WSGIRequestHandler):
    """Writes nothing about each request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None: ...


@contextmanager
def served(app: Flask, port: int) -> Iterator[None]:
    """Serve the application on a port of this machine."""
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=_Silent)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
