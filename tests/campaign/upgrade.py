"""kill -9 of the agent while it brings its own file to the form of this release (reliability F41): the old form or the
new one is left, both of which the next start reads, and the next Process publishes once."""

from __future__ import annotations

import random
import re
import sqlite3
from contextlib import closing
from typing import Final

from agent.store.open import SCHEMAS
from tests.campaign.hardship import SENT, ended, judged
from tests.campaign.registry import Grounds
from tests.campaign.report import Report, Shot, at_least, report
from tests.campaign.stage import Stage
from tests.campaign.whole import broken
from tests.support.processes import run

NAME: Final = "upgrade"
CALLS: Final = {"pwrite64": 40, "fdatasync": 14, "fcntl": 60}
"""Calls while the file is opened, and about how many there are."""
KEPT: Final = frozenset(("portals", "publication", "overlay", "verifiers"))
"""Tables that the first release had; what they hold is no other's to make anew."""

NAMES: Final = re.compile(r"CREATE TABLE IF NOT EXISTS (\w+)")


def play(grounds: Grounds, shots: int, seed: int) -> Report:
    """Kill so many upgrades."""
    dice, notes = random.Random(seed), grounds.fresh("notes") / "strace.log"
    done = [shot(grounds.stage, dice, str(notes)) for _ in range(shots)]
    killed = sum(one.place in ("before", "within") for one in done)
    return report(NAME, seed, done, at_least("upgrades that were killed half way", killed, max(1, shots // 4)))


def shot(stage: Stage, dice: random.Random, notes: str) -> Shot:
    """Make the agent's file that of an older release, open it, kill that, process."""
    before = stage.edit(0)
    lost = older(stage, dice)
    call = dice.choice(list(CALLS))
    nth = 1 + int(CALLS[call] * dice.random() ** 2)  # early ones more often: the last of them tidy up
    traced = ["tests.campaign.traced", notes, "signal=SIGKILL", call, str(nth)]
    words = ["-m", *traced, "agent", "activity", "--json", "--home", str(stage.office.home)]
    answer = run(words, stage.office.environment)
    faults = judged(answer, stage.secrets)
    if broken(stage.office.home / "agent.db"):
        faults.append("the agent's own file is broken")
    made = len(set(lost) & tables(stage))
    again = stage.office.run("process", "--json")
    if again.code not in SENT:
        faults.append(f"the next Process ended with {again.code}: {again.out} {again.err[-300:]}")
    faults += [*judged(again, stage.secrets), *stage.settled(before)]
    if missing := set(lost) - tables(stage):
        faults.append(f"the tables {sorted(missing)} were not made")
    place = "missed"
    if ended(answer) == "killed":
        place = "before" if not made else "within" if made < len(lost) else "afterwards"
    return Shot(f"{len(lost)} tables to make, kill in {call} {nth}", place, ended(answer), tuple(faults))


def older(stage: Stage, dice: random.Random) -> list[str]:
    """Take tables away that an older release had not, those of a subject together; gives their names."""
    subjects = [names for names in map(NAMES.findall, SCHEMAS) if not KEPT & set(names)]
    chosen = dice.sample(subjects, dice.randint(len(subjects) // 2, len(subjects)))
    lost = [name for names in chosen for name in names]
    with closing(sqlite3.connect(stage.office.home / "agent.db")) as store, store:
        triggers = [name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
        for name in triggers:
            store.execute(f'DROP TRIGGER "{name}"')
        for name in lost:
            store.execute(f'DROP TABLE "{name}"')
    return lost


def tables(stage: Stage) -> set[str]:
    """The tables of the agent's own file."""
    known = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    with closing(sqlite3.connect(stage.office.home / "agent.db")) as store:
        return {name for (name,) in store.execute(known)}
