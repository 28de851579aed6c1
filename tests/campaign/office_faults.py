"""Faults at the office's side (reliability F1 to F8, F13, F14, F16 to F18, F36, F37, F41, F45 to F47)."""

from __future__ import annotations

from typing import Final

from tests.campaign import busy, drift, drift_mapped, hardship, kill_agent, power_agent, power_receiver, replacing
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
    Fault(
        ("F5", "R1"),
        "the power goes under the agent's folder at a call of a Process (a disk that forgets what was not synced)",
        "the agent's own file is the old or the new one; the next Process publishes once; a kept receipt stays",
        power_agent.play_store,
        short=10,
        long=400,
        programs=("fusermount3",),
    ),
    Fault(
        ("F12", "R1"),
        "the power goes at the receiver, at a call of its database or just after its answer",
        "what was answered with 200 is there, whole and published; the database is sound",
        power_receiver.play,
        short=30,
        long=500,
        programs=("fusermount3",),
    ),
    Fault(
        ("F13", "R1"),
        "the power goes at the office in a backup (automatic, protected, plain) or just after it was complete",
        "a backup that was said to be complete opens and holds everything; no half one under its name",
        power_agent.play_backup,
        short=12,
        long=300,
        programs=("fusermount3",),
    ),
    Fault(
        ("F17",),
        "a second program holds the practice database exclusively: for a moment, for 5 s, 45 s, for ever",
        "Process waits and publishes, or gives up: busy, nothing changed, nothing sent; so does a replacement",
        on_stage(busy.play_locked),
        short=3,
        long=7,
    ),
    Fault(
        ("F18",),
        "a second program writes all the time, each edition in one transaction of five statements (WAL and DELETE)",
        "every snapshot is of one instant",
        on_stage(busy.play_written),
        short=2,
        long=20,
    ),
    Fault(
        ("F14", "F16"),
        "strace: ENOSPC, EIO at a system call of a Process (write, sync, open, truncate), once or from there on",
        "refused in plain words, or not needed; nothing half is published; the next Process does the work",
        hardship.play_errors,
        short=3,
        long=60,
        programs=("strace",),
    ),
    Fault(
        ("F14",),
        "the agent's folder on a tmpfs with a few kilobytes left",
        "refused: the disk is full; nothing is published; with room again the next Process does the work",
        hardship.play_no_room,
        short=2,
        long=30,
        programs=("mount",),
    ),
    Fault(
        ("F45",),
        "too little memory for a Process: a group of the kernel, which kills it, and the address space",
        "as kill -9: nothing half is published, and the next Process does the work",
        hardship.play_memory,
        short=2,
        long=40,
    ),
    Fault(
        ("F47",),
        "few files and few threads for a Process (limits of the process and of a group of the kernel)",
        "refused in plain words, or not needed; nothing half is published",
        hardship.play_limits,
        short=4,
        long=40,
    ),
    Fault(
        ("F36",),
        "columns gone, renamed, of another type, longer, added; tables empty or gone; another encoding; a new status",
        "stops before anything is sent, names the column; takes more columns, longer texts, and what was confirmed",
        on_stage(drift.play_layout),
        short=5,
        long=100,
    ),
    Fault(
        ("F36", "A18"),
        "the same in a foreign database seen through a mapping",
        "neither a Process nor an edit begins; the column and the mapping are named; nothing is written",
        drift_mapped.play,
        short=7,
        long=70,
    ),
    Fault(
        ("F37",),
        "in place of the practice database: torn pages, a cut or empty file, no database, none, an old copy, another's",
        "refused with a question; nothing is sent; with the right file back the next Process publishes once",
        on_stage(drift.play_files),
        short=3,
        long=80,
    ),
)
