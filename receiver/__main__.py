"""`python -m receiver`."""

from __future__ import annotations

import signal
from importlib import import_module


def _run() -> None:
    """Ctrl-C ends it without a word also while it is still being loaded."""
    usual = signal.signal(signal.SIGINT, signal.SIG_DFL)
    cli = import_module("receiver.cli")
    signal.signal(signal.SIGINT, usual)
    cli.start()


_run()
