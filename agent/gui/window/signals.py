"""Ctrl-C and the system's wish to end, heard while Qt waits for events."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier


class Signals(QObject):
    """Calls `wish` on the first signal and `demand` on every further one. Python itself hears nothing while Qt waits,
    so the system writes a byte that wakes Qt up."""

    def __init__(self, wish: Callable[[], object], demand: Callable[[], object]) -> None:
        super().__init__()
        self._wish = wish
        self._demand = demand
        self._heard = 0
        self._reading, self._writing = socket.socketpair()
        for end in (self._reading, self._writing):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._reading.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._wake)
        signal.set_wakeup_fd(self._writing.fileno())
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._hear)

    def end(self) -> None:
        """Hear nothing more."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        for end in (self._reading, self._writing):
            end.close()

    def _hear(self, _number: int, _frame: FrameType | None) -> None:
        self._heard += 1
        if self._heard == 1:
            self._wish()
        else:
            self._demand()

    def _wake(self) -> None:
        """Back in Python: the handler above is called now."""
        self._reading.recv(64)
