"""The office's program holds its database when the agent wants it, for a while or for ever (reliability F17), or writes
into it all the time that the agent reads (F18)."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from itertools import cycle, islice
from typing import Final

from agent.domain.errors import AgentError, PracticeBusy
from agent.jobs.progress import PolledProgress
from agent.office import engine
from agent.usecases import patience
from agent.usecases.process import ProcessOptions
from agent.wiring.office import Office as Agent
from tests.campaign import deeds
from tests.campaign.office_program import at_work, ended
from tests.campaign.report import Report, Rule, Shot, report
from tests.campaign.stage import COMPANY, Stage

LOCKED: Final = "locked"
WRITTEN: Final = "written-meanwhile"
PROCESSES: Final = 3
"""In one shot, while the office's program writes."""
EDITION_SECONDS: Final = 30.0
"""An edition takes about a tenth of one."""


@dataclass(frozen=True)
class Hold:
    """The office's program holds its database for `seconds` (0: for ever) when somebody wants to do `deed`; with
    `patience` in seconds, which is the agent's own where it is 0."""

    deed: str
    seconds: float
    patience: float = 0

    def __str__(self) -> str:
        lasts = f"for {self.seconds:g} s" if self.seconds else "for ever"
        return f"{self.deed}, locked {lasts}" + (f", patience {self.patience:g} s" if self.patience else "")


HOLDS: Final = (
    Hold("process", 0.4, 2),
    Hold("process", 0, 1),
    Hold("replace", 0, 1),
    Hold("process", 5),
    Hold("process", 45),
    Hold("process", 0),
    Hold("replace", 0),
)


def play_locked(stage: Stage, shots: int, _seed: int) -> Report:
    """Hold the database so often, as listed, again and again."""
    done = [held(stage, hold) for hold in islice(cycle(HOLDS), shots)]
    both = {one.outcome for one in done} >= {"waited", "gave up"}
    outcomes = ", ".join(sorted({one.outcome for one in done}))
    return report(LOCKED, 0, done, Rule("some were waited for, and some given up", both, outcomes))


def held(stage: Stage, hold: Hold) -> Shot:
    """Try it while the database is held, then once more."""
    before = stage.edit(0)
    stage.overseer.watch(stage.edition - 1, stage.edition)
    faults, said = list[str](), ""
    with at_work(stage.office.practice, "hold") as program, patient(hold.patience):
        timer = threading.Timer(hold.seconds or 1e6, program.communicate)
        if hold.seconds:
            timer.start()
        try:
            DEEDS[hold.deed](stage)
        except PracticeBusy as error:
            said = error.title
            if "Nothing was changed" not in f"{error.detail} {error.remedy}":
                faults.append(f"it does not say that nothing was changed: {error.detail} {error.remedy}")
            if stage.tap.log and any(one.kind not in ("status", "other") for one in stage.tap.log):
                faults.append("something was sent")
        except AgentError as error:
            faults.append(f"{hold.deed} said {error} {error.detail}")
        if hold.seconds:
            timer.join()
    if bool(said) == bool(hold.seconds):
        faults.append(f"it said {said!r}")
    if sha256(stage.office.practice.read_bytes()).hexdigest() != stage.practice:
        faults.append("the practice database has changed")
    if not hold.seconds:
        stage.process(lambda _seconds: None)
    faults += [*stage.overseer.rest()["faults"], *stage.settled(before)]
    return Shot(str(hold), hold.deed, "gave up" if said else "waited", tuple(faults))


def _replace(stage: Stage) -> None:
    office = Agent(stage.office.home)
    with office.alone():
        deeds.replace(office)


DEEDS: Final[dict[str, Callable[[Stage], object]]] = {
    "process": lambda stage: Agent(stage.office.home).publish(ProcessOptions(), PolledProgress()),
    "replace": _replace,
}


@contextmanager
def patient(seconds: float) -> Iterator[None]:
    """Meanwhile the agent of this process waits for a lock no longer than that; 0: as it does."""
    usual = engine.BUSY_SECONDS, patience.PATIENCE_SECONDS
    if seconds:
        vars(engine)["BUSY_SECONDS"], vars(patience)["PATIENCE_SECONDS"] = 0.1, seconds
    try:
        yield
    finally:
        vars(engine)["BUSY_SECONDS"], vars(patience)["PATIENCE_SECONDS"] = usual


def play_written(stage: Stage, shots: int, seed: int) -> Report:
    """Let the office's program write meanwhile, for so many times three Processes."""
    dice = random.Random(seed)
    done = [written(stage, dice.choice(("WAL", "DELETE")) if at > 1 else MODES[at]) for at in range(shots)]
    return report(WRITTEN, seed, done)


MODES: Final = ("DELETE", "WAL")


def written(stage: Stage, mode: str) -> Shot:
    """Process three times while every edition is overwritten by the next, then once in peace."""
    journal(stage, mode)
    before = stage.edit(0)
    faults: list[str] = []
    with at_work(stage.office.practice, "write", str(stage.edition)) as program:
        for _ in range(PROCESSES):
            try:
                stage.process(lambda _seconds: None)
            except AgentError as error:
                faults.append(f"Process said {error} {error.detail}")
            further(stage)
        first, stage.edition = stage.edition, ended(program)
    found = [one for one in stage.ledger.state(COMPANY).snapshots if one not in before.snapshots]
    editions = {number: stage.overseer.editions(number) for number in found}
    faults += [f"snapshot {number} is of the editions {marks}" for number, marks in editions.items() if len(marks) != 1]
    if len(found) != PROCESSES:
        faults.append(f"{len(found)} snapshots came of {PROCESSES} Processes")
    journal(stage, "DELETE")
    stage.tap.forget()
    stage.process(lambda _seconds: None)
    after = len([one for one in stage.ledger.state(COMPANY).snapshots if one not in before.snapshots])
    faults += stage.settled(before, snapshots=after)
    return Shot(f"{stage.edition - first} editions in {mode}", mode, f"{len(found)} snapshots", tuple(faults))


def further(stage: Stage) -> None:
    """Wait until the office's program has written another edition than now stands there."""
    hours = "SELECT hours FROM company"
    now, end = stage.office.rows(hours), time.monotonic() + EDITION_SECONDS
    while stage.office.rows(hours) == now:
        assert time.monotonic() < end, "the office's program writes no more"
        time.sleep(0.01)


def journal(stage: Stage, mode: str) -> None:
    """Let the practice database keep its journal in that way; whatever it holds is in the file itself afterwards."""
    stage.office.change(f"PRAGMA journal_mode = {mode}")
    stage.practice = sha256(stage.office.practice.read_bytes()).hexdigest()
