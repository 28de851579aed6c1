"""`python -m installer.leash MODULE WORDS ...`: a module that ends when its standard input does.

Whoever starts it keeps the other end of that pipe, so a kill -9 of the starter ends it too.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading
import time

STANDARD_INPUT = 0
END_SECONDS = 15


def _wait() -> None:
    while os.read(STANDARD_INPUT, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(END_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    threading.Thread(target=_wait, name="leash", daemon=True).start()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
