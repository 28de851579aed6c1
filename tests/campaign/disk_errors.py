"""Calls of the receiver's database that fail: EIO and ENOSPC in the middle of writing and of syncing (reliability F15,
F16). Needs strace."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from agent.domain.errors import AgentError
from tests.campaign.frozen import family
from tests.campaign.report import Report, Shot, at_least, report
from tests.campaign.stage import Stage

NAME: Final = "disk-errors"
CALLS: Final = ("pwrite64", "fdatasync")
ERRORS: Final = ("EIO", "ENOSPC")
LATEST: Final = {"pwrite64": 900, "fdatasync": 9}
"""How many such calls one Process makes at the receiver, about."""
ATTACH_SECONDS: Final = 20
LEAST: Final = 5


@dataclass(frozen=True)
class Aim:
    """The `nth` call of this kind fails so; with `on`, and all that follow."""

    call: str
    error: str
    nth: int
    on: bool

    def __str__(self) -> str:
        return f"{self.error} in {self.call} {self.nth}{' and on' if self.on else ''}"


def play(stage: Stage, rounds: int, seed: int) -> Report:
    """Let `rounds` calls fail, a Process for each."""
    if shutil.which("strace") is None:
        raise SystemExit("disk-errors needs strace. On Debian: apt-get install strace")
    shots = [shot(stage, aim) for aim in islice(aims(random.Random(seed)), rounds)]
    hits = sum(one.place != "missed" for one in shots)
    return report(NAME, seed, shots, at_least("calls that failed", hits, min(rounds, LEAST)))


def aims(dice: random.Random) -> Iterator[Aim]:
    """Without end; early calls more often, since late ones may not come."""
    while True:
        call = dice.choice(CALLS)
        yield Aim(call, dice.choice(ERRORS), 1 + int(LATEST[call] * dice.random() ** 2), dice.random() < 0.3)


def shot(stage: Stage, aim: Aim) -> Shot:
    """Process while the call fails, then once more without."""
    before = stage.edit()
    stage.overseer.watch(stage.edition - 1, stage.edition)
    running = stage.receiver.running
    assert running is not None
    said = "published all the same"
    notes = stage.temporary.parent / "strace.log"
    with injected(family(running)[1], aim, notes):
        try:
            stage.process(lambda _seconds: None)
        except AgentError as error:
            said = str(error)
    faults: list[str] = []
    if said != "published all the same":
        try:
            stage.process(lambda _seconds: None)
        except AgentError as error:
            faults.append(f"the next Process gave up: {error} {error.detail}")
    faults += [*stage.overseer.rest()["faults"], *stage.settled(before)]
    faults += [f"the database is broken: {one}" for one in stage.ledger.broken()]
    return Shot(
        str(aim), f"{aim.call} {aim.error}" if "INJECTED" in notes.read_text() else "missed", said, tuple(faults)
    )


@contextmanager
def injected(worker: int, aim: Aim, notes: Path) -> Iterator[None]:
    """While inside, calls of the process `worker` fail as aimed; `notes` gets every call of that kind."""
    fault = f"inject={aim.call}:error={aim.error}:when={aim.nth}{'+' if aim.on else ''}"
    words = ["strace", "-f", "-o", str(notes), "-e", f"trace={aim.call}", "-e", fault, "-p", str(worker)]
    with subprocess.Popen(words, stderr=subprocess.DEVNULL) as strace:
        end = time.monotonic() + ATTACH_SECONDS
        while not traced(worker):
            assert strace.poll() is None and time.monotonic() < end, "strace can't attach to the receiver"
            time.sleep(0.01)
        try:
            yield
        finally:
            strace.send_signal(signal.SIGINT)


def traced(pid: int) -> bool:
    """Whether every thread of the process has a tracer."""
    return not any(_untraced(task) for task in Path(f"/proc/{pid}/task").iterdir())


def _untraced(task: Path) -> bool:
    """Whether a thread, where it is still there, has no tracer."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return "TracerPid:\t0\n" in (task / "status").read_text()
    return False
