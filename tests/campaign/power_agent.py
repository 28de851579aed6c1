"""Power cuts at the office's computer: in the middle of a Process (reliability F5), and in the middle of a backup or
just after it was said to be complete (F13; goal R1). The agent works in this process; what it has open when the power
goes is of no use to it any more."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from agent.domain.backups import Restorable, of_backup
from agent.domain.errors import AgentError
from agent.jobs.progress import PolledProgress
from agent.wiring.office import Office
from tests.campaign.deeds import ours
from tests.campaign.hardship import moved
from tests.campaign.power_cut import PowerCut
from tests.campaign.registry import Grounds
from tests.campaign.report import Report, Rule, Shot, at_least, report
from tests.campaign.stage import FILLER_BYTES, Stage

STORE: Final = "power-agent"
BACKUP: Final = "power-backup"
SHARES: Final = (0.0, 0.5, 1.0)
"""How much of what was not synced is on the disk."""
LOOK_EVERY: Final = 10
LARGE_EVERY: Final = 4
"""One Process of so many sends parts; the change of the others travels in the first request."""
PASSPHRASE: Final = "four words for a campaign"


def play_store(grounds: Grounds, shots: int, seed: int) -> Report:
    """Cut the power under the agent's folder, in so many Processes."""
    stage, dice = grounds.stage, random.Random(seed)
    with PowerCut.open(grounds.fresh("disk")) as disk, moved(stage, disk.now):
        disk.settle()
        calls = {large: _calls(stage, disk, large=large) for large in (False, True)}
        done = []
        for at in range(shots):
            large = at % LARGE_EVERY == 0
            disk.arm(0)
            before = stage.edit(FILLER_BYTES if large else 0)
            disk.arm(dice.randint(1, calls[large] + 1), dice.choice(SHARES), seed + at)
            done.append(_process(stage, disk, before.newest))
            done[-1] = _with(done[-1], stage.settled(before) if at % LOOK_EVERY == 0 else stage.once(before))
    hits = sum(one.place != "afterwards" for one in done)
    return report(STORE, seed, done, at_least("cuts in the middle of a Process", hits, max(1, shots // 2)))


def _calls(stage: Stage, disk: PowerCut, *, large: bool) -> int:
    """How often a Process changes or syncs something."""
    stage.edit(FILLER_BYTES if large else 0)
    first = disk.state.changes
    stage.process(lambda _seconds: None)
    return disk.state.changes - first


def _process(stage: Stage, disk: PowerCut, newest: int) -> Shot:
    """Process until the power goes, then once more when it is back."""
    said, faults = _tried(lambda: stage.process(lambda _seconds: None))
    hit = disk.state.hit
    disk.cut()
    disk.revive()
    try:
        stage.process(lambda _seconds: None)
    except AgentError as error:
        faults.append(f"the next Process said: {error} {error.detail}")
    if said == "done" and not hit:
        receipts = [one.receipt.snapshot for one in Office(stage.office.home).portals.all() if one.receipt]
        if receipts != [newest + 1]:
            faults.append(f"a receipt of {newest + 1} was acknowledged, and is {receipts} after the cut")
    return Shot(f"the power goes in {hit or 'nothing'}", _place(hit), f"Process: {said}", tuple(faults))


def _tried(deed: Callable[[], object]) -> tuple[str, list[str]]:
    """How it ended, and what is wrong with that."""
    try:
        deed()
    except (AgentError, OSError):  # which `agent.jobs.faults` puts into words
        return "gave up", []
    except Exception as error:  # whatever it is, it is what the campaign looks for
        return "broke", [f"{type(error).__name__}: {error}"]
    return "done", []


def _with(shot: Shot, faults: list[str]) -> Shot:
    return Shot(shot.aim, shot.place, shot.outcome, (*shot.faults, *faults))


def _place(hit: str) -> str:
    """The kind of call and file in which the power went, without what differs each time."""
    call, _, name = hit.partition(" ")
    ending = name.rpartition(".")[2]
    return f"{call} {ending}" if ending in ("db", "db-wal", "db-shm", "backup", "part") else call or "afterwards"


@dataclass(frozen=True)
class _Desk:
    """A small office on the disk. `whole` is the digest of its practice database."""

    disk: PowerCut
    whole: str

    @property
    def office(self) -> Office:
        """Its agent, opened anew."""
        return Office(self.disk.now / "home")


def play_backup(grounds: Grounds, shots: int, seed: int) -> Report:
    """Cut the power in so many backups, most of them just after they were said to be complete."""
    dice = random.Random(seed)
    with PowerCut.open(grounds.fresh("disk")) as disk:
        ours(disk.now)
        disk.settle()
        desk = _Desk(disk, dump(disk.now / "practice.db"))
        done = [_backup(desk, WAYS[at % len(WAYS)], dice, seed + at) for at in range(shots)]
    complete = sum(one.place == "complete" for one in done)
    enough = at_least("cuts after the backup was complete", complete, max(1, shots // 4))
    cut_short = sum(one.place != "complete" for one in done)
    return report(BACKUP, seed, done, enough, Rule("cuts in the middle", cut_short > 0, str(cut_short)))


Way = tuple[str, Callable[[Office, Path], str], Callable[[Office, Path, str], Path | None]]
"""How it is called; makes a backup and gives its id; finds it again and takes what it holds out of it."""


def _automatic(office: Office, _target: Path) -> str:
    return office.backup.make("practice", "a trial").id


def _automatic_opened(office: Office, target: Path, name: str) -> Path | None:
    known = [one for one in office.backups.all() if one.id == name or not name]
    return _extracted(office, of_backup(known[-1]), target) if known else None


def _protected(office: Office, target: Path) -> str:
    return str(office.backup.copy(target, PASSPHRASE, PolledProgress()).id)


def _plain(office: Office, target: Path) -> str:
    return str(office.backup.copy(target, "", PolledProgress()).id)


def _manual_opened(office: Office, target: Path, _name: str) -> Path | None:
    return _extracted(office, office.restore.chosen(target), target) if target.exists() else None


def _extracted(office: Office, copy: Restorable, target: Path) -> Path:
    out = target.with_name(f"{target.name}.out")
    office.restore.extract(copy, PASSPHRASE, out, PolledProgress())
    return out


WAYS: Final[tuple[Way, ...]] = (
    ("automatic", _automatic, _automatic_opened),
    ("protected", _protected, _manual_opened),
    ("plain", _plain, _manual_opened),
)


def _backup(desk: _Desk, way: Way, dice: random.Random, seed: int) -> Shot:
    """Make one, cut, and open what is there."""
    called, make, find = way
    target = desk.disk.now / f"copy-{seed}"
    first = desk.disk.state.changes
    desk.disk.arm(dice.choice((0, dice.randint(1, 90))), dice.choice(SHARES), seed)
    made: list[str] = []
    said, faults = _tried(lambda: made.append(make(desk.office, target)))
    hit, calls = desk.disk.state.hit, desk.disk.state.changes - first
    complete = said == "done" and not hit
    desk.disk.cut()
    desk.disk.revive()
    faults += _found_again(desk, find, target, made[0] if complete else "", complete=complete)
    place = "complete" if complete else _place(hit)
    return Shot(f"{called} backup, {calls} calls, cut in {hit or 'nothing'}", place, f"{called}: {said}", tuple(faults))


def _found_again(
    desk: _Desk, find: Callable[[Office, Path, str], Path | None], target: Path, name: str, *, complete: bool
) -> list[str]:
    """A backup that was complete is there; and one that is there is whole. Nothing half is left by the next start."""
    with desk.office.alone():
        pass
    out, faults = None, list[str]()
    try:
        out = find(desk.office, target, name)
    except AgentError as error:
        faults.append(f"the backup can't be opened: {error} {error.detail}")
    if out is None and complete and not faults:
        faults.append("a backup that was complete is gone")
    if out is not None:
        if dump(out) != desk.whole:
            faults.append("the backup holds something else")
        out.unlink()
    left = [one.name for one in desk.disk.now.rglob("*") if one.name.endswith(".part") or one.name.startswith(".work-")]
    if dump(desk.disk.now / "practice.db") != desk.whole:
        faults.append("the practice database has changed")
    return faults + [f"{one} was left" for one in left]


def dump(file: Path) -> str:
    """A digest of everything in a SQLite file."""
    with closing(sqlite3.connect(file)) as connection:
        return sha256("\n".join(connection.iterdump()).encode()).hexdigest()
