"""Lines on standard input that can be waited for: what Python has read ahead is not overlooked."""

from __future__ import annotations

import os
import select
from typing import Final

_AT_ONCE: Final = 65_536
_STANDARD_INPUT: Final = 0
"""By its number: whoever looks without being told anything may have none as a file."""


class Lines:
    """Those of standard input."""

    def __init__(self) -> None:
        self._file = _STANDARD_INPUT
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
