"""Runs the web server: granian with our application, by its Python API."""

from __future__ import annotations

import errno
import os
import pkgutil
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any, Final

from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from receiver.companion import Companion
from receiver.settings import LOOPBACK

THREADS: Final = 8
"""Requests that one worker process answers at a time."""

WAITING: Final = 256
"""Connections that one worker takes at a time; more wait in the system's queue."""

HEAD_MILLISECONDS: Final = 10_000
"""How long a client may take to send the head of its request."""

WISHES: Final = (signal.SIGINT, signal.SIGTERM)
"""The signals by which it is asked to end."""

PATIENCE_SECONDS: Final = 2.0
"""A server that was killed keeps its port until its last thread has ended: in the middle of a write to the disk, after
it."""

APPLICATION: Final = "receiver.wsgi:application"
"""What each worker makes and serves; its modules are loaded by the workers only."""


class CannotListen(Exception):
    """Another program listens there (`taken`), this one may not, or the address is none of this computer."""

    def __init__(self, why: str, *, taken: bool) -> None:
        super().__init__(why)
        self.taken = taken


@dataclass(frozen=True, slots=True)
class Binding:
    """Where to listen."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Lifeline:
    """A pipe whose writing end only the main process keeps: its end is the end of the workers.

    Kill -9 of the main process would else leave workers that serve on and share the port with the next start.
    """

    reader: Connection
    writer: Connection

    @classmethod
    def fastened(cls) -> Lifeline:
        """A fresh one, in the main process before it starts any worker."""
        return cls(*Pipe(duplex=False))

    def hold(self) -> None:
        """Called in a worker: end it once the main process is gone, at once where that happened before."""
        self.writer.close()
        threading.Thread(target=self._wait, name="lifeline", daemon=True).start()

    def _wait(self) -> None:
        with suppress(EOFError, OSError):
            self.reader.recv_bytes()
        os._exit(1)


def serve(binding: Binding, workers: int, companion: Companion | None = None) -> None:
    """Serve until SIGINT or SIGTERM, with the mail worker where there is one. Raises `CannotListen`."""
    _check_free(binding)
    if binding.host in LOOPBACK:
        # For a try on one computer nothing has to be set: the workers inherit this.
        os.environ.setdefault("PORCHLIGHT_PUBLIC_URL", f"http://{binding}")
    server = Granian(
        APPLICATION,
        address=binding.host,
        port=binding.port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        backpressure=WAITING,
        http1_settings=HTTP1Settings(header_read_timeout=HEAD_MILLISECONDS),
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        websockets=False,
    )

    @server.on_startup
    def say_where() -> None:
        # A full disk below the log is no reason to serve nobody.
        with suppress(OSError):
            sys.stdout.write(f"Serving on http://{binding}\n")
            sys.stdout.flush()
        if companion is not None:
            companion.start()

    @server.on_shutdown
    def end_companion() -> None:
        if companion is not None:
            companion.end()

    os.register_at_fork(before=_hear_nothing, after_in_parent=_hear_again, after_in_child=_can_be_ended)
    server.serve(target_loader=partial(_application, Lifeline.fastened()), wrap_loader=False)


def _application(lifeline: Lifeline) -> Callable[..., Any]:
    """The application, made in a worker. The lifeline is held first: loading takes long enough to be orphaned in."""
    lifeline.hold()
    make: Callable[[], Callable[..., Any]] = pkgutil.resolve_name(APPLICATION)
    return make()


def _hear_nothing() -> None:
    """Before a worker is forked: a wish to end that comes now waits until somebody there can meet it."""
    signal.pthread_sigmask(signal.SIG_BLOCK, WISHES)


def _hear_again() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, WISHES)


def _can_be_ended() -> None:
    """In a worker, until granian listens to signals there: a forked one has the main process's handlers, which only
    note them down there, and it would be waited for in vain. Ctrl-C reaches it through the main process."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _hear_again()


def _check_free(binding: Binding) -> None:
    """Granian shares a port with whoever has it, so it is asked for alone first. Raises `CannotListen`."""
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            _listen(binding)
        except OSError as error:
            # A name that is none comes as one too.
            taken = error.errno == errno.EADDRINUSE
            if not taken or time.monotonic() > end:
                raise CannotListen(error.strerror or "", taken=taken) from error
            time.sleep(0.05)
        else:
            return


def _listen(binding: Binding) -> None:
    """For a moment. Raises `OSError`."""
    family = socket.AF_INET6 if ":" in binding.host else socket.AF_INET
    with socket.socket(family) as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        one.bind((binding.host, binding.port))
