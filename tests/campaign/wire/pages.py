"""No page ever mixes two snapshots, while one after the other is published and the receiver is killed in the middle
(goal R3; R7 for how soon it serves again). Readers ask for pages as fast as they can, all the time."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, Final

from agent.domain.errors import AgentError
from tests.campaign.report import Report, Shot, at_least, report
from tests.campaign.stage import COMPANY, FILLER_BYTES, Stage
from tests.campaign.wire.recovery import in_time
from tests.support.processes import ROOT

NAME: Final = "pages"
READERS: Final = 2
READS: Final = 2_500
"""Of each reader for each publication: a million over two hundred of them."""
FEW_READS: Final = 60
MANY: Final = 20
"""So many publications and more are read about as often as the goal wants it."""
KILL_SECONDS: Final = 0.25
"""Within so long after the start of a Process, one of two receivers is killed."""
SERVES_SECONDS: Final = 3.0
ATTEMPTS: Final = 4


@dataclass
class Hand:
    """A reader that runs."""

    process: subprocess.Popen[str]

    def say(self, wish: dict[str, Any]) -> None:
        """Tell it."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(wish) + "\n")
        self.process.stdin.flush()

    def answer(self) -> dict[str, Any]:
        """What it saw."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "a reader has ended"
        found: dict[str, Any] = json.loads(line)
        return found


@contextmanager
def reading(stage: Stage) -> Iterator[list[Hand]]:
    """Readers of the stage's portal, that wait to be told."""
    words = [sys.executable, "-m", "tests.campaign.wire.reader", stage.receiver.url, str(COMPANY)]
    with ExitStack() as stack:
        hands = []
        for _ in range(READERS):
            process = subprocess.Popen(
                [*words, str(stage.office.practice)],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            stack.callback(process.communicate)
            hands.append(Hand(process))
        yield hands


def play(stage: Stage, rounds: int, seed: int) -> Report:
    """Publish `rounds` times, and kill in every other."""
    dice = random.Random(seed)
    reads, serves = 0, []
    wanted = READS if rounds >= MANY else FEW_READS
    with reading(stage) as hands:
        shots = []
        for at in range(rounds):
            one, pages, served = shot(stage, hands, wanted, dice.random() * KILL_SECONDS if at % 2 else None)
            shots.append(one)
            reads += pages
            serves += served
    kills = sum(one.place == "killed" for one in shots)
    return report(
        NAME,
        seed,
        shots,
        at_least("page reads", reads, rounds * wanted * READERS),
        at_least("kills of the receiver", kills, rounds // 2),
        in_time("a killed receiver serves", serves, SERVES_SECONDS),
    )


def shot(stage: Stage, hands: list[Hand], wanted: int, kill_after: float | None) -> tuple[Shot, int, list[float]]:
    """Publish one edition; gives the pages read and how long it took until the receiver served again."""
    before = stage.edit(FILLER_BYTES if stage.edition % 2 else 0)
    for hand in hands:
        hand.say({"watch": [stage.edition - 1, stage.edition], "pages": wanted})
    back, served = threading.Event(), []
    with ThreadPoolExecutor(1) as pool:
        process = pool.submit(processed, stage, back)
        try:
            if kill_after is not None:
                time.sleep(kill_after)
                stage.receiver.kill()
                begun = time.monotonic()
                stage.receiver.serve()
                served.append(time.monotonic() - begun)
        finally:
            back.set()
        faults = process.result()
    for hand in hands:
        hand.say({"rest": True})
    seen = [hand.answer() for hand in hands]
    faults += [fault for one in seen for fault in one["faults"]]
    state = stage.ledger.state(COMPANY)
    if (len(state.snapshots), state.newest) != (len(before.snapshots) + 1, state.published):
        faults.append(f"{state} follows {before}")
    place = "not killed" if kill_after is None else "killed"
    return (
        Shot(f"edition {stage.edition}", place, "one edition at a time", tuple(faults)),
        sum(one["pages"] for one in seen),
        served,
    )


def processed(stage: Stage, back: threading.Event) -> list[str]:
    """Process until it gets through; what is wrong where it never does."""
    last = ""
    for _ in range(ATTEMPTS):
        try:
            stage.process(lambda _seconds: _wait(back))
        except AgentError as error:
            last = str(error)
            back.wait()
        else:
            return []
    return [f"never got through: {last}"]


def _wait(back: threading.Event) -> None:
    back.wait()
