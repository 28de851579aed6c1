"""`python -m tests.campaign.starved WHAT LIMIT MODULE WORDS ...`: a module that gets little of something: "files" that
may be open, "address-space" in bytes, or, in a group of the kernel, "memory" in bytes (who wants more is killed) and
"threads"."""

from __future__ import annotations

import os
import resource
import runpy
import sys
from pathlib import Path
from typing import Final

LIMITS: Final = {"files": resource.RLIMIT_NOFILE, "address-space": resource.RLIMIT_AS}
GROUPS: Final = Path("/sys/fs/cgroup")
CONTROLLERS: Final = {
    "memory": ("memory/memory.limit_in_bytes", "memory.max"),
    "threads": ("pids/pids.max", "pids.max"),
}
"""Where the limit of a group is set, below `GROUPS`: in version 1 of the kernel's groups, and in version 2."""
NAME: Final = "porchlight-"


def limit_of(what: str, group: str) -> Path:
    """The file that sets the limit of a group."""
    first, second = CONTROLLERS[what]
    controller, _, file = first.partition("/")
    if (GROUPS / controller).is_dir():
        return GROUPS / controller / group / file
    return GROUPS / group / second


def can_be_limited(what: str) -> bool:
    """Whether this account can make such a group."""
    group = limit_of(what, f"{NAME}trial").parent
    try:
        group.mkdir(exist_ok=True)
    except OSError:
        return False
    found = limit_of(what, f"{NAME}trial").exists()
    group.rmdir()
    return found


def tidy() -> None:
    """Remove the groups of those that have ended."""
    for what in CONTROLLERS:
        for group in limit_of(what, "").parent.glob(f"{NAME}*"):
            group.rmdir()


def starve(what: str, limit: int) -> None:
    """This process gets no more than that from here on."""
    if what in LIMITS:
        resource.setrlimit(LIMITS[what], (limit, limit))
        return
    file = limit_of(what, f"{NAME}{os.getpid()}")
    file.parent.mkdir()
    file.write_text(str(limit))
    (file.parent / "cgroup.procs").write_text(str(os.getpid()))


if __name__ == "__main__":
    starve(sys.argv[1], int(sys.argv[2]))
    sys.argv = sys.argv[3:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
