"""The agent's own file is gone, torn or cut short (reliability F5): it says so, or takes no harm; pairing again brings
everything back from the receiver's answers, and no snapshot number is given twice."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from tests.campaign.hardship import SENT, judged
from tests.campaign.report import Report, Rule, Shot, report
from tests.campaign.stage import COMPANY, Stage

NAME: Final = "state-lost"
PAGE: Final = 4096
COUNTS: Final = "SELECT counts FROM snapshots WHERE company_id = :company AND number > 1"
"""Of every snapshot but the very first, whose credentials came after it."""


def gone(file: Path, _dice: random.Random) -> None:
    """Nothing is left of it."""
    file.unlink()


def torn(file: Path, dice: random.Random) -> None:
    """A few pages hold something else, the first of them among them at times."""
    data = bytearray(file.read_bytes())
    for _ in range(dice.randint(1, 8)):
        at = dice.randrange(len(data) // PAGE) * PAGE
        data[at : at + PAGE] = dice.choice((bytes(PAGE), dice.randbytes(PAGE)))
    file.write_bytes(data)


def cut_short(file: Path, dice: random.Random) -> None:
    """The end is gone."""
    data = file.read_bytes()
    file.write_bytes(data[: dice.randrange(len(data))])


def empty(file: Path, _dice: random.Random) -> None:
    """There is a file of no bytes."""
    file.write_bytes(b"")


LOSSES: Final[tuple[Callable[[Path, random.Random], None], ...]] = (torn, gone, cut_short, torn, empty)


def play(stage: Stage, shots: int, seed: int) -> Report:
    """Lose it so often, each way in turn."""
    dice = random.Random(seed)
    done = [shot(stage, loss, dice) for loss in islice(cycle(LOSSES), shots)]
    again = sum(one.outcome == "paired again" for one in done)
    return report(NAME, seed, done, Rule("some had to be paired again", again > 0, f"{again} of {shots}"))


def shot(stage: Stage, loss: Callable[[Path, random.Random], None], dice: random.Random) -> Shot:
    """Lose it, process; do what it says; process."""
    before = stage.edit(0)
    file = stage.office.home / "agent.db"
    loss(file, dice)
    answer = stage.office.run("process", "--json")
    faults, outcome = judged(answer, stage.secrets), "took no harm"
    if answer.code not in SENT:
        outcome = "paired again"
        if "pair" not in answer.json["error"]["remedy"]:
            faults.append(f"it does not say what to do: {answer.json['error']}")
        for one in stage.office.home.glob("agent.db*"):
            one.unlink()
        code = stage.receiver.pairing_code(COMPANY)
        stage.office.must("pair", "--receiver", stage.tap.url, "--company", str(COMPANY), "--code", code)
        again = stage.office.run("process", "--json")
        faults += judged(again, stage.secrets)
        if again.code not in SENT:
            faults.append(f"paired again, it ended with {again.code}: {again.out} {again.err[-300:]}")
    faults += stage.overseer.sign_in()
    fresh = [one for one in stage.ledger.state(COMPANY).snapshots if one not in before.snapshots]
    if outcome == "took no harm" and len(fresh) != 1:
        faults.append(f"it published {len(fresh)} times")
    counted = [json.loads(bytes(counts)) for (counts,) in stage.receiver.told(COUNTS, company=COMPANY)]
    credentials = {one.get("credential", 0) for one in counted}
    if len(credentials) != 1:
        faults.append(f"there were snapshots with {sorted(credentials)} credentials")
    faults += stage.settled(before, snapshots=len(fresh))
    return Shot(loss.__name__.replace("_", " "), loss.__name__, outcome, tuple(faults))
