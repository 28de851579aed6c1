"""What the account may not do (reliability F47): a folder of the agent that can only be read, a practice database that
can't be opened, and a port of the receiver that somebody else has."""

from __future__ import annotations

import os
import pwd
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.campaign.hardship import SENT, judged
from tests.campaign.report import Report, Rule, Shot, report
from tests.campaign.stage import Stage
from tests.support.processes import Answer, run
from tests.support.unprivileged import ACCOUNT

NAME: Final = "denied"


@contextmanager
def somebody(stage: Stage) -> Iterator[Path]:
    """A copy of the agent's folder that belongs to an account which owns nothing else."""
    with TemporaryDirectory(prefix="porchlight-denied-") as name:
        top = Path(name)
        top.chmod(0o755)
        home = Path(shutil.copytree(stage.office.home, top / "home"))
        owner = pwd.getpwnam(ACCOUNT) if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        for path in (home, *home.rglob("*")):
            os.chown(path, owner.pw_uid, owner.pw_gid)
        yield home
        for path in (home, *home.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)


def _process(stage: Stage, home: Path) -> Answer:
    words = ["-m", "tests.support.unprivileged", "process", "--json", "--home", str(home)]
    return run(words, stage.office.environment)


def read_only_folder(stage: Stage) -> tuple[Answer, str]:
    """The agent's folder."""
    with somebody(stage) as home:
        for path in (*home.rglob("*"), home):
            path.chmod(0o555 if path.is_dir() else 0o444)
        return _process(stage, home), str(home)


def closed_practice(stage: Stage) -> tuple[Answer, str]:
    """The practice database."""
    mode = stage.office.practice.stat().st_mode
    stage.office.practice.chmod(0o600)
    try:
        with somebody(stage) as home:
            return _process(stage, home), str(stage.office.practice)
    finally:
        stage.office.practice.chmod(mode)


def taken_port(stage: Stage) -> tuple[Answer, str]:
    """The receiver's port, which a receiver that serves has."""
    return stage.receiver.run("serve", "--bind", f"127.0.0.1:{stage.receiver.port}"), str(stage.receiver.port)


DENIALS: Final[tuple[Callable[[Stage], tuple[Answer, str]], ...]] = (closed_practice, taken_port, read_only_folder)


def play(stage: Stage, shots: int, _seed: int) -> Report:
    """Each in turn."""
    done = [shot(stage, denial) for denial in islice(cycle(DENIALS), shots)]
    told = sum(one.outcome == "said so" for one in done)
    return report(NAME, 0, done, Rule("every one was told", told == len(done), f"{told} of {len(done)}"))


def shot(stage: Stage, denial: Callable[[Stage], tuple[Answer, str]]) -> Shot:
    """Try it; then Process as usual."""
    before = stage.edit(0)
    stage.overseer.watch(stage.edition - 1, stage.edition)
    answer, thing = denial(stage)
    faults = [] if denial is taken_port else judged(answer, stage.secrets)
    said = answer.out + answer.err
    if answer.code in SENT or "Traceback" in said or thing not in said:
        faults.append(f"it ended with {answer.code} and does not name {thing}: {said[-300:]}")
    outcome = "went wrong" if faults else "said so"
    stage.process(lambda _seconds: None)
    faults += [*stage.overseer.rest()["faults"], *stage.settled(before)]
    return Shot(denial.__name__.replace("_", " "), denial.__name__, outcome, tuple(faults))
