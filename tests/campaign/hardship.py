"""`agent process` where the computer does not give what it asks for: calls that fail (reliability F14, F16), a disk
with no room (F14), too little memory (F45), too few files and threads (F47). It says so, or dies; nothing half is
published, and the next Process does the work."""

from __future__ import annotations

import random
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.campaign.registry import Grounds
from tests.campaign.report import Report, Shot, at_least, report
from tests.campaign.stage import FILLER_BYTES, Stage
from tests.campaign.starved import can_be_limited, tidy
from tests.support.processes import Answer, run
from tests.support.small_disk import fill, small_disk

CALLS: Final = {
    "pwrite64": range(1, 301),
    "fdatasync": range(1, 17),
    "write": range(1, 9),
    "openat": range(150, 1601),
    "fsync": range(1, 2),
    "ftruncate": range(1, 3),
}
"""System calls of a Process that can fail on a disk, and about which of them: until so many files were opened, Python
is still loading what would tell of it."""
ERRORS: Final = ("ENOSPC", "EIO")
FAULT_OF_OUR_OWN: Final = "fault of its own"
MEGABYTE: Final = 1 << 20
SENT: Final = (0, 3)
"""Exit codes of a Process that came to its end: published, nothing changed."""


@dataclass(frozen=True)
class Hardship:
    """What a Process is given: the words that go before the name of its module, where it is looked for whether the
    fault hit (None: it always does), and whether it may die of it without a word."""

    name: str
    place: str
    words: tuple[str, ...]
    notes: Path | None = None
    deadly: bool = False

    @property
    def hit(self) -> bool:
        """Whether it came as far as that."""
        return self.notes is None or "INJECTED" in self.notes.read_text()


def play_errors(grounds: Grounds, shots: int, seed: int) -> Report:
    """Let so many system calls fail, in as many Processes."""
    dice, notes = random.Random(seed), grounds.fresh("notes") / "strace.log"

    def failing() -> Hardship:
        call, error, on = dice.choice(list(CALLS)), dice.choice(ERRORS), dice.random() < 0.3
        nth = f"{dice.choice(CALLS[call])}{'+' if on else ''}"
        words = ("tests.campaign.traced", str(notes), f"error={error}", call, nth)
        # Whoever can't write has no last words either.
        return Hardship(f"{error} in {call} {nth}", f"{error} in {call}", words, notes, deadly=call == "write")

    done = [disturbed(grounds.stage, failing(), large=at % 2 == 1) for at in range(shots)]
    hits = sum(one.place != "missed" for one in done)
    return report("agent-errors", seed, done, at_least("calls that failed", hits, max(1, shots // 3)))


def play_no_room(grounds: Grounds, shots: int, seed: int) -> Report:
    """Process so often with the agent's folder on a disk that has a few kilobytes left."""
    dice, stage, done = random.Random(seed), grounds.stage, list[Shot]()
    with small_disk(grounds.fresh("disk") / "mount", 16) as place, moved(stage, place):
        ballast = place / "ballast"
        for _ in range(shots):
            left = dice.choice((0, 256_000, dice.randint(1, 3_000_000)))
            with _filled(ballast, left):
                given = Hardship(f"{left:,} bytes are left", "a full disk", ())
                done.append(disturbed(stage, given, large=True, relief=lambda: ballast.unlink(missing_ok=True)))
    refused = sum(one.outcome == "refused" for one in done)
    return report("agent-no-room", seed, done, at_least("runs that had no room", refused, 1))


@contextmanager
def _filled(ballast: Path, left: int) -> Iterator[None]:
    fill(ballast, left)
    try:
        yield
    finally:
        ballast.unlink(missing_ok=True)


@contextmanager
def moved(stage: Stage, place: Path) -> Iterator[None]:
    """Meanwhile the agent's folder is there."""
    usual, clean = stage.office.home, stage.clean
    stage.office.home = place / "agent"
    shutil.copytree(usual, stage.office.home)
    stage.clean = stage.files()
    try:
        yield
    finally:
        shutil.rmtree(usual)
        shutil.copytree(stage.office.home, usual)
        stage.office.home, stage.clean = usual, clean


def play_memory(grounds: Grounds, shots: int, seed: int) -> Report:
    """Process so often with too little memory, as the kernel's group or the address space sets it."""
    dice = random.Random(seed)
    kinds = ("memory", "address-space") if can_be_limited("memory") else ("address-space",)

    def poor(at: int) -> Hardship:
        what = kinds[at % len(kinds)]
        megabytes = dice.randint(12, 45) if what == "memory" else dice.randint(60, 250)
        words = ("tests.campaign.starved", what, str(megabytes * MEGABYTE))
        return Hardship(f"{megabytes} MB of {what}", what, words, deadly=True)

    done = [disturbed(grounds.stage, poor(at), large=True) for at in range(shots)]
    tidy()
    died = sum(one.outcome != "came through" for one in done)
    return report("agent-memory", seed, done, at_least("runs that it was too little for", died, max(1, shots // 4)))


def play_limits(grounds: Grounds, shots: int, seed: int) -> Report:
    """Process so often with few files, or few threads where such a group can be made."""
    dice = random.Random(seed)
    kinds = ("files", "threads") if can_be_limited("threads") else ("files",)

    def limited(at: int) -> Hardship:
        what = kinds[at % len(kinds)]
        limit = dice.randint(5, 12) if what == "files" else dice.randint(1, 4)
        words = ("tests.campaign.starved", what, str(limit))
        return Hardship(f"{limit} {what}", what, words, deadly=what == "files" and limit < 6)

    done = [disturbed(grounds.stage, limited(at), large=False) for at in range(shots)]
    tidy()
    refused = sum(one.outcome == "refused" for one in done)
    return report("agent-limits", seed, done, at_least("runs that it was too little for", refused, 1))


def disturbed(stage: Stage, given: Hardship, *, large: bool, relief: Callable[[], object] = lambda: None) -> Shot:
    """Process with what is given, then (after the `relief`) as usual; look meanwhile and at the end."""
    before = stage.edit(FILLER_BYTES if large else 0)
    stage.overseer.watch(stage.edition - 1, stage.edition)
    words = (*given.words, "agent", "process", "--json", "--home", str(stage.office.home))
    answer = run(["-m", *words], stage.office.environment)
    hit = given.hit
    relief()
    faults = judged(answer, stage.secrets, deadly=given.deadly)
    if answer.code == 0 and stage.ledger.state(112).newest == before.newest:
        faults.append("it said that it was done, and it is not")
    again = stage.office.run("process", "--json")
    if again.code not in SENT:
        faults.append(f"the next Process ended with {again.code}: {again.out} {again.err[-300:]}")
    faults += judged(again, stage.secrets)
    faults += [*stage.overseer.rest()["faults"], *stage.settled(before)]
    return Shot(given.name, given.place if hit else "missed", ended(answer), tuple(faults))


def judged(answer: Answer, secrets: tuple[str, ...], *, deadly: bool = False) -> list[str]:
    """What is wrong with what a command said. One that may die of it may do so with Python's own last words."""
    said = answer.out + answer.err
    faults = ["it told a password"] if any(one in said for one in secrets) else []
    if answer.code in SENT or ended(answer) == "killed" or (deadly and ended(answer) == "died"):
        return faults
    if "Traceback" in said or FAULT_OF_OUR_OWN in said:
        faults.append(f"it met a fault of its own: {said[-600:]}")
    elif answer.code not in (1, 2, 4, 5) or not answer.out.strip() or not answer.json.get("error", {}).get("remedy"):
        faults.append(f"it ended with {answer.code}, and does not say what to do: {said[-300:]}")
    return faults


def ended(answer: Answer) -> str:
    """How a command ended, in a word."""
    if answer.code in SENT:
        return "came through"
    if answer.code in (-signal.SIGKILL, -signal.SIGSEGV, -signal.SIGABRT):
        return "killed"
    told = answer.out.strip().startswith("{") and FAULT_OF_OUR_OWN not in answer.out
    return "refused" if told else "died"
