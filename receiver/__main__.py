"""`python -m receiver`."""

from __future__ import annotations

from receiver.cli import start

start()
