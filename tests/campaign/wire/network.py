"""A line that is slow, loses packets, swallows everything, or knows no names (reliability F22, F23).

The play runs in a process of its own inside a network namespace: `python -m tests.campaign.wire.network FOLDER DATABASE
ROUNDS SEED` prints its report, and runs wherever it is started, so it wants to be started by `run`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from itertools import cycle, islice
from pathlib import Path
from typing import Final

import msgspec

from agent.domain.errors import AgentError, TryLater
from agent.jobs.progress import PolledProgress
from agent.upload.client import ReceiverClient
from agent.usecases.process import ProcessOptions
from agent.wiring.office import Office as Agent
from shared import limits
from tests.campaign.cut import repeated_bytes
from tests.campaign.passages import Point
from tests.campaign.report import Report, Shot, report
from tests.campaign.stage import Stage
from tests.campaign.wire.netns import lossy, namespace, silent, slow, within
from tests.support.processes import ROOT

NAME: Final = "network"
CONNECT_SECONDS, IDLE_SECONDS = 10, 30
ATTEMPTS: Final = 3
SPARE_SECONDS: Final = 10
KILOBITS: Final = 64
LOST_PERCENT: Final = 20
HALF: Final = Point("begin+change", 1, "up", 0.5)
FILLER_BYTES: Final = 80
"""A change of some 60 KB, which takes 64 kilobits a second ten seconds and more."""
PART_KILOBITS: Final = 256
PART_FILLER_BYTES: Final = 1_300
"""A change of some 850 KB, which takes 256 kilobits a second half a minute."""


def run(folder: Path, database: str, rounds: int, seed: int) -> Report:
    """Play `rounds` shots in a network of their own. Raises `PermissionError` where we are not root."""
    with namespace() as name:
        words = [sys.executable, "-m", "tests.campaign.wire.network", str(folder), database, str(rounds), str(seed)]
        done = subprocess.run(within(name, words), cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2_000:])
    return msgspec.json.decode(done.stdout, type=Report)


def play(stage: Stage, rounds: int, seed: int) -> Report:
    """Inside of it."""
    return report(NAME, seed, [turn(stage) for turn in islice(cycle(TURNS), rounds)])


def over_a_lossy_line(stage: Stage) -> Shot:
    """A fifth of all packets gets lost."""
    before = stage.edit(FILLER_BYTES)
    with lossy(LOST_PERCENT, stage.tap.listens_on):
        faults = patient(stage)
    return Shot(f"{LOST_PERCENT} % lost", "the line", "published", (*faults, *stage.settled(before)))


def over_a_slow_line(stage: Stage) -> Shot:
    """64 kilobits a second; meanwhile somebody wants a second Process, which has to wait, and the window is told how
    far it is."""
    before = stage.edit(FILLER_BYTES)
    faults: list[str] = []
    progress = PolledProgress()
    agent = Agent(stage.office.home)
    with slow(KILOBITS, stage.tap.listens_on), agent.alone():
        second = threading.Thread(target=lambda: faults.extend(refused(stage)))
        second.start()
        begun = time.monotonic()
        for attempt in range(ATTEMPTS):
            try:
                agent.process.run(ProcessOptions(), progress)
                break
            except TryLater as error:
                faults += [f"gave up: {error}"] if attempt == ATTEMPTS - 1 else []
        second.join()
    took = time.monotonic() - begun
    if not progress.position.text:
        faults.append("no progress was told")
    line = "at once" if took < 1 else "in its time"
    return Shot(f"{KILOBITS} kbit/s", "the line", f"published {line}", (*faults, *stage.settled(before)))


def a_part_over_a_slow_line(stage: Stage) -> Shot:
    """Parts that take longer than anybody waits for a connection."""
    before = stage.edit(PART_FILLER_BYTES)
    with slow(PART_KILOBITS, stage.tap.listens_on):
        faults = patient(stage)
    repeated = repeated_bytes(stage.tap.log)
    faults += [f"{repeated} bytes of parts were sent twice"] if repeated > limits.PART_BYTES else []
    return Shot(f"parts over {PART_KILOBITS} kbit/s", "the line", "published", (*faults, *stage.settled(before)))


def refused(stage: Stage) -> list[str]:
    """What is wrong where a second Process of the same computer is not told to come later."""
    said = stage.office.run("process", "--json")
    return [] if said.code == 5 else [f"a second Process ended with {said.code}: {said.out}"]


def black_hole(stage: Stage) -> Shot:
    """Nothing arrives at the receiver, and nobody says so: from the start."""
    before = stage.edit(0)
    begun = time.monotonic()
    with silent(stage.tap.listens_on):
        faults = told_later(stage, "can't be reached")
    faults += in_time(time.monotonic() - begun, CONNECT_SECONDS)
    faults += patient(stage)
    return Shot("a black hole", "the first connection", "told", (*faults, *stage.settled(before)))


def half_open(stage: Stage) -> Shot:
    """The line goes silent in the middle of a request, and stays so."""
    before = stage.edit(FILLER_BYTES)
    begun = time.monotonic()
    with ExitStack() as silence:
        stage.tap.trap(HALF, lambda: silence.enter_context(silent(stage.tap.listens_on)))
        faults = told_later(stage, "")
    faults += in_time(time.monotonic() - begun, ATTEMPTS * (IDLE_SECONDS + CONNECT_SECONDS))
    faults += patient(stage)
    return Shot("half open", "the request", "told", (*faults, *stage.settled(before)))


def no_names(_stage: Stage) -> Shot:
    """Nobody answers what the address of a name is."""
    begun, faults = time.monotonic(), ["it got through"]
    try:
        ReceiverClient.pairing("https://receiver.example", bytes(range(32))).status()
    except TryLater as error:
        faults = [] if "can't be found" in error.title and error.remedy else [f"told: {error}"]
    faults += in_time(time.monotonic() - begun, IDLE_SECONDS)
    return Shot("no names", "the name of the receiver", "told", tuple(faults))


def told_later(stage: Stage, title: str) -> list[str]:
    """What is wrong where Process does not say that it can't get through, and that it should be tried again."""
    try:
        stage.process(lambda _seconds: None)
    except TryLater as error:
        return [] if title in error.title and error.remedy else [f"told: {error}"]
    except AgentError as error:
        return [f"told as something that does not pass: {error}"]
    return ["it got through"]


def in_time(seconds: float, most: float) -> list[str]:
    """What is wrong where it was waited for longer."""
    return [] if seconds <= most + SPARE_SECONDS else [f"waited {seconds:.0f} s, at most {most} were meant"]


def patient(stage: Stage) -> list[str]:
    """Process until it gets through, a few times at the most."""
    last = ""
    for _ in range(ATTEMPTS):
        try:
            stage.process(time.sleep)
        except AgentError as error:
            last = f"{error} {error.detail}"
        else:
            return []
    return [f"never got through: {last}"]


Turn = Callable[[Stage], Shot]
TURNS: Final[tuple[Turn, ...]] = (
    over_a_lossy_line,
    over_a_slow_line,
    no_names,
    black_hole,
    a_part_over_a_slow_line,
    half_open,
)


def main() -> None:
    """Play here."""
    folder, database, rounds, seed = sys.argv[1:]
    with Stage.open(Path(folder), database) as stage:
        found = play(stage, int(rounds), int(seed))
    print(json.dumps(msgspec.to_builtins(found)))


if __name__ == "__main__":
    main()
