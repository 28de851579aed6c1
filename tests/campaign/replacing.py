"""Kills and errors at system calls of a replacement, an undo, a redo, a change of single cells and a restore
(reliability F6, F7, F14, F16; goal R2). Needs strace."""

from __future__ import annotations

import random
import shutil
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from agent.wiring.office import Office
from tests.campaign.deeds import DEEDS, REFUSED, Deed, deed
from tests.campaign.report import Report, Rule, Shot, at_least, report
from tests.campaign.stunts import CALLS, Aim, Ended, Stunts
from tests.campaign.whole import Look, Picture, leftovers, look, settled
from tests.support.processes import environment

NAME: Final = "replace"
ERRORS: Final = ("ENOSPC", "EIO")
WRITING: Final = frozenset(("pwrite64", "write", "fdatasync", "fsync", "ftruncate", "rename", "openat", "mkdir"))
"""Calls that a full or broken disk lets fail."""


@dataclass
class Scene:
    """An office in `folder` ready for a deed, kept aside in `kept` to begin with each time."""

    name: str
    folder: Path
    kept: Path
    base: Picture
    """Before anything was replaced."""
    old: Picture
    new: Picture
    counts: dict[str, int]
    """How many calls of each kind the deed makes."""

    @property
    def deed(self) -> Deed:
        """What is done here."""
        return deed(self.name)

    def again(self) -> None:
        """As it was."""
        shutil.rmtree(self.folder)
        shutil.copytree(self.kept, self.folder)


def run(folder: Path, _database: str, rounds: int, seed: int) -> Report:
    """`rounds` kills and as many errors, spread over the deeds and their calls."""
    if shutil.which("strace") is None:
        raise SystemExit("replace needs strace. On Debian: apt-get install strace")
    with Stunts.open(folder, environment(folder)) as stunts:
        scenes = [scene(stunts, folder / str(at), name) for at, name in enumerate(DEEDS)]
        shots = [shot(stunts, *one) for one in islice(aims(scenes, random.Random(seed), kills=True), rounds)]
        shots += [shot(stunts, *one) for one in islice(aims(scenes, random.Random(seed), kills=False), rounds)]
    return judged(shots, rounds, seed)


def judged(shots: list[Shot], rounds: int, seed: int) -> Report:
    """The report: without enough hits, on either side of the one moment that decides, it proves nothing."""
    kills = sum(one.place.startswith("killed") for one in shots)
    errors = sum(one.place.startswith("failed") for one in shots)
    few = Rule("both sides of the moment that decides were hit", *_both([one.outcome for one in shots]))
    least = max(1, rounds // 2)
    return report(NAME, seed, shots, at_least("kills", kills, least), at_least("calls that failed", errors, least), few)


def _both(outcomes: list[str]) -> tuple[bool, str]:
    old, new = (sum(one.startswith(side) for one in outcomes) for side in ("all old", "all new"))
    return old > 0 and new > 0, f"{old} all old, {new} all new"


def scene(stunts: Stunts, folder: Path, name: str) -> Scene:
    """Make the office, look at it before and after the deed, and count the calls on the way."""
    folder.mkdir()
    todo = deed(name)
    todo.office(folder)
    ready(Office(folder / "home"))
    base = look(folder).picture
    prepare(folder, todo)
    kept = folder.with_name(f"{folder.name}-kept")
    shutil.copytree(folder, kept)
    made = Scene(name, folder, kept, base, look(folder).picture, base, {})
    made.counts = dict(stunts.calls(name, folder / "home"))
    made.new = look(folder).picture
    assert made.old != made.new, name
    return made


def ready(office: Office) -> None:
    """Let it make the keys and folders that it makes only once."""
    office.replace.runs()
    office.backups.all()


def prepare(folder: Path, todo: Deed) -> None:
    """Do what goes before it."""
    for before in todo.before:
        office = Office(folder / "home")
        with office.alone():
            before(office)


def aims(scenes: list[Scene], dice: random.Random, *, kills: bool) -> Iterator[tuple[Scene, Aim]]:
    """Without end: each deed in turn, each kind of call in turn, each call of the kind as likely as the others."""
    for turn, one in enumerate(cycle(scenes)):
        known = [call for call in CALLS if one.counts.get(call) and (kills or call in WRITING)]
        call = known[(turn // len(scenes)) % len(known)]
        nth = dice.randint(1, one.counts[call])
        yield one, Aim(call, nth) if kills else Aim(call, nth, dice.choice(ERRORS), dice.random() < 0.3)


def shot(stunts: Stunts, one: Scene, aim: Aim) -> Shot:
    """Do the deed as aimed, look at what is there, start again, take back what can be."""
    one.again()
    ended = stunts.run(one.name, one.folder / "home", aim)
    hit = stunts.hit
    faults = _of_the_end(ended, aim)
    seen = look(one.folder)
    faults += [*seen.faults]
    if seen.picture.practice not in (one.old.practice, one.new.practice):
        faults.append("the practice database is MIXED")
    after, told, more = settled(one.folder, one.base if one.deed.states[0] else None)
    faults += more + _of_the_start(one, seen, after, told)
    if ended.code == 0 and after.picture != one.new:
        faults.append("it said that it was done, and it is not")
    faults += leftovers(one.folder, one.kept)
    side = "all new" if after.picture == one.new else "all old" if after.picture == one.old else "MIXED"
    said = {0: "done", REFUSED: "refused"}.get(ended.code, "killed")
    place = f"{'failed' if aim.error else 'killed'} in {one.name}" if hit else "missed"
    return Shot(f"{one.name}: {aim}", place, f"{side}, {said}", tuple(faults))


def _of_the_end(ended: Ended, aim: Aim) -> list[str]:
    if ended.code in (0, REFUSED) or (ended.code == -signal.SIGKILL and not aim.error):
        return []
    return [f"it ended with {ended.code}: {ended.said}"]


def _of_the_start(one: Scene, seen: Look, after: Look, told: list[str]) -> list[str]:
    """What the next start said, beside what it found."""
    faults = []
    if after.picture not in (one.old, one.new):
        return ["after the start it is MIXED"]
    if one.deed.states[0]:
        allowed = one.deed.states[after.picture == one.new]
        if after.state not in allowed:
            faults.append(f"the journal says {after.state or 'nothing'}, where it should be {' or '.join(allowed)}")
    if len(told) != seen.under_way:
        faults.append(f"the start said {told} where {seen.under_way} run was cut short")
    return faults
