"""Who waits for whom where several write at the same moment.

On SQLite every writer waits for every other. On PostgreSQL writers wait for each other within a lane of one company,
from the start of their transactions, so that what one reads there stays true until it commits.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final

WRITES: Final = "porchlight_writes"
"""Execution option: the lane in which this transaction is going to write."""


class Lane(IntEnum):
    """What a transaction is going to write."""

    OFFICE = 1
    """What the office and the host change of a company: its numbers, uploads, computers, codes."""
    VISITORS = 2
    """What visitors change (attempts, sessions, requests, mails), and what the office answers them. Nobody who signs in
    waits for an upload."""
    HOST = 3
    """What goes across companies."""
