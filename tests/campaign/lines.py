"""Lines on standard input that can be waited for: what Python has read ahead is not overlooked."""

from __future__ import annotations

import os
import select
import sys

_AT_ONCE = 65_536


class Lines:
    """Those of standard input."""

    def __init__(self) -> None:
        self._file = sys.stdin.fileno()
        self._data = b""

    def next(self) -> str:
        """The next line; empty at the end."""
        while b"\n" not in self._data:
            more = os.read(self._file, _AT_ONCE)
            if not more:
                return ""
            self._data += more
        line, _, self._data = self._data.partition(b"\n")
        return line.decode()

    def wait(self, seconds: float) -> bool:
        """Whether a line is there, waited for so long at the most."""
        return b"\n" in self._data or bool(select.select([self._file], [], [], seconds)[0])
