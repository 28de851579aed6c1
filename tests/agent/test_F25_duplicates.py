"""Every request of a Process ten times at once, and all of them again later in another order: one effect, and the same
answer each time (F25, F26, F28, R4)."""

from __future__ import annotations

import json
import random

from tests.agent.clerk import Clerk
from tests.support.proxy import ALWAYS, Exchange, Fault, Message, Proxy

TIMES = 10


def bodies(answers: tuple[Message, ...]) -> set[tuple[int, bytes]]:
    """Status and body of each answer."""
    return {(one.status, one.body) for one in answers}


def publish_tenfold(clerk: Clerk, city: str) -> list[Exchange]:
    """Publish several parts, every request ten times at the same moment; gives the requests with their answers."""
    proxy = clerk.wired.proxy
    clerk.wired.office.change("UPDATE work SET notes = hex(randomblob(3000))")
    clerk.move(city)
    proxy.plan(Fault(times=TIMES), count=ALWAYS)
    before = clerk.agent.portals.all()[0].base
    assert clerk.process()["snapshot"] == before + 1
    sent = list(proxy.sent)
    proxy.forget()
    return sent


def replayed(proxy: Proxy, sent: list[Exchange]) -> list[tuple[int, bytes]]:
    """What each of them is answered now, one after the other."""
    answers = [proxy.replay(one) for one in sent]
    return [(one.status, one.body) for one in answers]


def test_F25_ten_of_each_have_one_effect_and_old_ones_none(clerk: Clerk) -> None:
    proxy, order = clerk.wired.proxy, random.Random(25)
    history: list[Exchange] = []
    for city in ("Once", "Twice"):
        sent = publish_tenfold(clerk, city)
        assert {one.method for one in sent} == {"POST", "PUT"} and len(sent) >= 4
        for one in sent:
            assert len(one.answers) == TIMES
            assert len(bodies(one.answers)) == 1, f"{one.method} {one.path}: {bodies(one.answers)}"
        history += sent
    before = clerk.snapshots()
    first = replayed(proxy, history)
    for one, (status, body) in zip(history, first, strict=True):
        if one.method == "PUT":
            assert (status, json.loads(body)["code"]) == (409, "stale")
        else:
            told = json.loads(body)
            assert (status, told["state"]) == (200, "done")
            assert told["receipt"]["snapshot"] in before
    for _ in range(2):
        places = order.sample(range(len(history)), len(history))
        assert replayed(proxy, [history[at] for at in places]) == [first[at] for at in places]
    assert clerk.snapshots() == before
    clerk.converged("Twice")
