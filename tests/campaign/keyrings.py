"""The keyring of the office's computer is locked, away, without a bus, or has lost everything (reliability F46):
Process pauses and says so, nothing falls back to plain files, and pairing again brings everything back."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from itertools import count, cycle, islice
from pathlib import Path
from typing import Final

from tests.campaign.desk import PROGRAMS
from tests.campaign.hardship import SENT, judged
from tests.campaign.registry import Grounds
from tests.campaign.report import Report, Rule, Shot, report
from tests.campaign.stage import Stage
from tests.support.office import Office
from tests.support.processes import Answer, run

NAME: Final = "keyring"
TROUBLES: Final = ("emptied", "away", "locked", "without a bus")
NEEDED: Final = PROGRAMS
NUMBERS: Final = count(200)
"""Of the companies that are made for this."""


@dataclass
class Desk:
    """An office whose agent keeps its secrets in a keyring of the desktop."""

    stage: Stage
    office: Office
    company: int
    editions: int = 0

    @classmethod
    def of(cls, stage: Stage, folder: Path) -> Desk:
        """Of a company of its own at the stage's receiver, paired and published."""
        company = next(NUMBERS)
        office = Office(folder / "office", company)
        office.environment["XDG_DATA_HOME"] = str(folder / "keyrings")
        office.practice.parent.mkdir(exist_ok=True)
        words = ["-m", "agent", "sample", str(office.practice), "--customers", "12"]
        assert run(words, office.environment).code == 0
        one = cls(stage, office, company)
        assert one.agent("open", "init", "--database", office.url).code == 0
        one.pair(stage.receiver.create_company(company, "At a Desk"))
        assert one.agent("open", "process").code == 0
        return one

    def agent(self, keyring: str, *words: str) -> Answer:
        """`agent WORDS` with the keyring in that state."""
        home = ("--json", "--home", str(self.office.home))
        return run(["-m", "tests.campaign.desk", keyring, "agent", *words, *home], self.office.environment)

    def pair(self, code: str) -> None:
        """Pair this computer, whose keyring is open."""
        where = ("--receiver", self.stage.receiver.url, "--company", str(self.company), "--code", code)
        assert self.agent("open", "pair", *where).code == 0

    @property
    def newest(self) -> int:
        """The number of the newest snapshot."""
        return self.stage.ledger.state(self.company).newest

    def edit(self) -> None:
        """There is something to publish."""
        self.editions += 1
        self.office.change("UPDATE customers SET city = ?", f"Edition {self.editions}")

    @property
    def files(self) -> set[str]:
        """What lies in the agent's folder."""
        return {str(one.relative_to(self.office.home)) for one in self.office.home.rglob("*")}


def play(grounds: Grounds, shots: int, _seed: int) -> Report:
    """Trouble with the keyring so often, each kind in turn."""
    desk = Desk.of(grounds.stage, grounds.fresh("desk"))
    done = [shot(desk, trouble) for trouble in islice(cycle(TROUBLES), shots)]
    told = sum(one.outcome == "said so" for one in done)
    return report(NAME, 0, done, Rule("every one was told", told == len(done), f"{told} of {len(done)}"))


def shot(desk: Desk, trouble: str) -> Shot:
    """Process in trouble, then (paired again, where the keys are gone) without."""
    desk.edit()
    newest, files = desk.newest, desk.files
    if trouble == "emptied":
        shutil.rmtree(Path(desk.office.environment["XDG_DATA_HOME"]))
    answer = desk.agent("open" if trouble == "emptied" else trouble, "process")
    secrets = tuple(desk.office.passwords().values())
    faults = judged(answer, secrets)
    if answer.code in SENT or desk.newest != newest:
        faults.append(f"it published: {answer.code}")
    elif "keyring" not in answer.json["error"]["title"]:
        faults.append(f"it does not speak of the keyring: {answer.json['error']}")
    if fresh := desk.files - files:
        faults.append(f"files were made: {sorted(fresh)}")
    if trouble == "emptied":
        desk.pair(desk.stage.receiver.pairing_code(desk.company))
    again = desk.agent("open", "process")
    if again.code not in SENT or desk.newest == newest:
        faults.append(f"the next Process ended with {again.code}: {again.out} {again.err[-300:]}")
    return Shot(f"the keyring is {trouble}", trouble, "said so" if not faults else "went wrong", tuple(faults))
