"""Faults on the wire and at the receiver (reliability F9 to F12, F15, F19 to F35, F38 to F40, F42 to F44)."""

from __future__ import annotations

from typing import Final

from tests.campaign import cut, disk_errors, flip, kill_receiver
from tests.campaign.registry import Fault, in_folder, on_stage

FAULTS: Final = (
    Fault(
        ("F9", "F10"),
        "kill -9 of the receiver's process group inside the storing of a part and inside the publishing transaction",
        "readers see the old set or the new one; the retry commits once; the database is sound",
        on_stage(kill_receiver.play),
        short=10,
        long=60,
    ),
    Fault(
        ("F15", "F16"),
        "strace: ENOSPC and EIO in pwrite64 and fdatasync of the receiver",
        "the old set stays, the next Process publishes; no write is taken for done that was not",
        on_stage(disk_errors.play),
        short=4,
        long=40,
        programs=("strace",),
    ),
    Fault(
        ("F20", "F21"),
        "the tap cuts a connection at a byte of a request or of an answer: closed, reset, or silent",
        "published once, after at most two retries; at most one part is sent twice",
        on_stage(cut.play),
        short=15,
        long=400,
    ),
    Fault(
        ("F33",),
        "parts cut to any length and with one bit flipped, before and after they were signed",
        "refused every time; nothing is published; the sound part is taken afterwards",
        in_folder(flip.run),
        short=60,
        long=10_000,
    ),
)
