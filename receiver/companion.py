"""The mail worker beside the web server: started with it, started again where it dies, ended and awaited with it."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import Final

WORDS: Final = (sys.executable, "-m", "receiver", "worker", "--leashed")
END_SECONDS: Final = 30.0
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds before it is started again: more each time."""

LIVED: Final = 60.0
"""Seconds after which a worker counts as one that works."""


class Companion:
    """One worker process. It holds the end of a pipe to us, so that it ends with us, however we end."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._keeper = threading.Thread(target=self._keep, name="mail-worker", daemon=True)

    def start(self) -> None:
        """Start it, and see to it that it goes on.

        The first one is started here, before the server forks its workers. A fork at the same moment would keep the
        pipe open by which `Popen` learns that its program runs: it would wait for that worker's end.
        """
        self._process = self._started()
        self._keeper.start()

    def end(self) -> None:
        """End it after the mails at hand, and wait for that."""
        self._stopping.set()
        process = self._process
        if process is not None:
            process.terminate()
        self._keeper.join(END_SECONDS)
        if process is not None and process.poll() is None:
            process.kill()

    def _keep(self) -> None:
        pause, process = FIRST_PAUSE, self._process
        while process is not None:
            with process:
                if self._stopping.is_set():
                    process.terminate()
                lived = _lived(process)
            pause = FIRST_PAUSE if lived else min(pause * 2, LONGEST_PAUSE)
            process = self._process = None if self._stopping.wait(pause) else self._started()

    def _started(self) -> subprocess.Popen[bytes]:
        """A fresh one, in a session of its own: Ctrl-C in a terminal is for us, and we tell it."""
        return subprocess.Popen(WORDS, stdin=subprocess.PIPE, start_new_session=True)


def _lived(process: subprocess.Popen[bytes]) -> bool:
    """Wait for its end; gives whether it worked for a while before."""
    try:
        process.wait(LIVED)
    except subprocess.TimeoutExpired:
        process.wait()
        return True
    return False
