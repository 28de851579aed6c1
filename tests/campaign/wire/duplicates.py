"""Every request of a Process ten times at the same moment, and all of them again later in another order (reliability
F25, F28): one effect, and the same answer each time."""

from __future__ import annotations

import json
import random
from typing import Final

from tests.campaign.cut import FILLER_BYTES
from tests.campaign.report import Report, Rule, Shot, report
from tests.campaign.stage import COMPANY, Stage
from tests.campaign.wire.between import between
from tests.support.proxy import ALWAYS, Exchange, Fault, Message, Proxy

NAME: Final = "duplicates"
TIMES: Final = 10
KEPT: Final = 12
"""So many requests of before are sent once more after each Process."""


def play(stage: Stage, rounds: int, seed: int) -> Report:
    """`rounds` Processes."""
    dice = random.Random(seed)
    history: list[tuple[Exchange, tuple[int, str]]] = []
    with between(stage) as proxy:
        shots = [shot(stage, proxy, history, dice, at) for at in range(rounds)]
    count = sum(len(one.answers) for one, _ in history)
    return report(NAME, seed, shots, Rule("requests had one effect", bool(count), f"{count} of {len(history)} kinds"))


def shot(
    stage: Stage, proxy: Proxy, history: list[tuple[Exchange, tuple[int, str]]], dice: random.Random, at: int
) -> Shot:
    """One Process, each request of it tenfold; then some of all that ever travelled."""
    before = stage.edit(FILLER_BYTES if at % 2 else 0)
    proxy.plan(Fault(times=TIMES), count=ALWAYS)
    stage.process(lambda _seconds: None)
    faults = []
    for one in proxy.sent:
        told = {plain(answer) for answer in one.answers}
        if len(told) > 1:
            faults.append(f"{one.method} {one.path} was answered {sorted(told)}")
        history.append((one, later(one)))
    proxy.forget()
    for one, (status, state) in dice.sample(history, min(KEPT, len(history))):
        answer = proxy.replay(one)
        if (answer.status, state_of(answer)) != (status, state):
            faults.append(f"{one.method} {one.path} was answered {plain(answer)} later, not {status} {state}")
    faults += stage.settled(before)
    if stage.ledger.state(COMPANY).newest != before.newest + 1:
        faults.append("not exactly one snapshot came of it")
    return Shot(f"Process {at + 1}", "all requests", "published once", tuple(faults))


def plain(answer: Message) -> tuple[int, bytes]:
    """Status and body."""
    return answer.status, answer.body


def later(one: Exchange) -> tuple[int, str]:
    """What it has to be answered once its snapshot is published: parts are stale, everything else is done."""
    return (409, "stale") if one.method == "PUT" else (200, "done")


def state_of(answer: Message) -> str:
    """`done`, or the code of a refusal."""
    told = json.loads(answer.body or b"{}")
    return str(told.get("state") or told.get("code") or "")
