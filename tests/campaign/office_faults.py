"""Faults at the office's side (reliability F1 to F8, F13, F14, F16 to F18, F36, F37, F41, F45 to F47)."""

from __future__ import annotations

from typing import Final

from tests.campaign import kill_agent, replacing
from tests.campaign.registry import Fault, in_folder, on_stage

FAULTS: Final = (
    Fault(
        ("F1", "F2", "F3", "F4", "F5"),
        "kill -9 of the agent's process group at bytes on the wire, system calls (strace) and by the clock",
        "practice database untouched; only what is missing is sent; published once; own file never torn",
        on_stage(kill_agent.play),
        short=12,
        long=60,
    ),
    Fault(
        ("F6", "F7", "F14", "F16"),
        "strace: kill, ENOSPC, EIO at a system call of a replacement, undo, redo, edit or restore",
        "all old or all new, told at the next start; undo ends where it began; nothing left",
        in_folder(replacing.run),
        short=12,
        long=600,
        programs=("strace",),
    ),
)
