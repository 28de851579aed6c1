"""Mails to a server that fails in every way, by a worker that is killed again and again (reliability F42, F43; goal
R10): none is lost, each comes once unless the server's answer was lost, and healthy ones leave within ten seconds."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from receiver.db.engine import make_engine
from receiver.db.unit_of_work import UnitOfWork
from receiver.settings import read_secrets
from tests.campaign.report import Report, Rule, Shot, at_least, report
from tests.mail.mailroom import Mailroom
from tests.support.mails import Fault, Sink
from tests.support.postgres import running_cluster
from tests.support.processes import Running
from tests.support.receiver import Receiver

NAME: Final = "mail"
FAULTS: Final = (Fault.LATER, Fault.GREYLISTED, Fault.DROPPED, Fault.ANSWER_LOST)
IN_TIME: Final = 10.0
"""Seconds in which a healthy mail is handed over."""

THINKS: Final = 0.2
"""Seconds that the server takes for a mail, so that a kill finds one in a worker's hands."""

OF_COMPANY: Final = 25
KILLS: Final = 5
"""About so many while the mails are on their way; the long campaign takes more."""

PATIENCE: Final = 120.0
BETWEEN_SECONDS: Final = 1.0
"""A worker that has more to do takes less between two mails."""

CLAIMED: Final = "SELECT recipient FROM mails WHERE claimed_until IS NOT NULL"
LOOK: Final = 0.3
"""Seconds between two looks into the database, which take their time."""


@dataclass
class Sent:
    """A mail, what its tries meet, and how often a kill found it in a worker's hands."""

    to: str
    plan: list[Fault]
    in_flight: int = 0


def run(folder: Path, database: str, rounds: int, seed: int) -> Report:
    """Post `rounds` mails that meet faults, and half as many that meet none."""
    receiver, sink = Receiver(folder / "receiver"), Sink()
    receiver.use_mail(sink.url)
    if database == "sqlite":
        return _run(receiver, sink, rounds, seed)
    with running_cluster() as cluster:
        receiver.use_database(cluster.url(cluster.database()))
        return _run(receiver, sink, rounds, seed)


def judged(state: str, plan: Sequence[Fault], *, taken: int, in_flight: int) -> list[str]:
    """Which rules a mail broke that the server took so many times."""
    found = []
    if state != "sent":
        found.append(f"it is {state} in the end")
    if not taken:
        found.append("LOST: the server never took it")
    answers_lost = plan.count(Fault.ANSWER_LOST)
    if taken > 1 + answers_lost + in_flight:
        found.append(f"it came {taken} times, and {answers_lost} answers were lost")
    return found


def _run(receiver: Receiver, sink: Sink, rounds: int, seed: int) -> Report:
    receiver.init()
    engine = make_engine(receiver.database_url)
    room = Mailroom(receiver, UnitOfWork(engine), read_secrets(receiver.secret_file), sink)
    dice = random.Random(seed)
    try:
        with sink.serving():
            companies = [room.office().company_id for _ in range(1 + rounds // OF_COMPANY)]
            sent = [_posted(room, dice.choice(companies), at, _plan(dice)) for at in range(rounds)]
            sink.delay = THINKS
            hits = _delivered(room, companies, sent, dice)
            sink.delay = 0
            shots = _shots(room, companies, sent)
            late = _healthy(room, companies, max(rounds // 2, 10), dice)
    finally:
        engine.dispose()
    needed = 1 if rounds < 200 else 5
    return report(NAME, seed, shots, late, at_least("kills with mails in flight", hits, needed))


def _plan(dice: random.Random) -> list[Fault]:
    return [dice.choice(FAULTS) for _ in range(dice.choice((0, 0, 0, 1, 1, 2)))]


def _posted(room: Mailroom, company: int, at: int, plan: list[Fault]) -> Sent:
    to = f"{at}@{company}.example"
    room.sink.plans[to] = list(plan)
    room.post(company, to)
    return Sent(to, plan)


def _delivered(room: Mailroom, companies: Sequence[int], sent: Sequence[Sent], dice: random.Random) -> int:
    """Let workers work, each until it is killed, until nothing waits; gives how many kills found mails in flight. What
    has to wait for its next try is made due at once, and no company is left paused."""
    by_address, hits = {one.to: one for one in sent}, 0
    each = max(2 * len(sent) // (KILLS if len(sent) < 200 else 10 * KILLS), 6)
    least, end = len(sent) + 1, 0.0
    while waiting := _waiting(room):
        if waiting < least:
            least, end = waiting, time.monotonic() + PATIENCE
        assert time.monotonic() < end, f"{waiting} mails wait, and nothing goes on"
        for table in ("mail_senders SET paused_until = NULL, failures = 0", "mails SET next_try_at = made_at"):
            room.receiver.told(f"UPDATE {table}")
        worker = room.start()
        _work(room, worker, room.sink.tries + each)
        time.sleep(dice.random() / 10)
        _claimed(room)
        worker.kill()
        held = [row[0] for row in room.receiver.told(CLAIMED)]
        for to in held:
            by_address[to].in_flight += 1
        hits += bool(held)
    return hits


def _claimed(room: Mailroom) -> None:
    """Wait for a moment in which mails are in flight, where one comes: between two claims there are none."""
    end = time.monotonic() + BETWEEN_SECONDS
    while not room.receiver.told(CLAIMED) and _due(room) and time.monotonic() < end:
        time.sleep(0.005)


def _work(room: Mailroom, worker: Running, tries: int) -> None:
    """Let it work until the server has seen so many tries, or there is nothing more to do."""
    end, look = time.monotonic() + PATIENCE, 0.0
    while room.sink.tries < tries:
        time.sleep(0.01)
        if time.monotonic() > look:
            if not _due(room):
                return
            look = time.monotonic() + LOOK
        assert worker.process.poll() is None, worker.said()
        assert time.monotonic() < end, f"the worker does nothing: {worker.said()}"


def _due(room: Mailroom) -> int:
    """How many mails wait for a first try, or are in a worker's hands."""
    sql = "SELECT count(*) FROM mails WHERE state = 'waiting' AND (next_try_at = made_at OR claimed_until IS NOT NULL)"
    ((count,),) = room.receiver.told(sql)
    return int(count)


def _waiting(room: Mailroom) -> int:
    ((count,),) = room.receiver.told("SELECT count(*) FROM mails WHERE state = 'waiting'")
    return int(count)


def _shots(room: Mailroom, companies: Sequence[int], sent: Sequence[Sent]) -> list[Shot]:
    taken = Counter(one.to for one in room.sink.taken)
    states = {to: state for company in companies for to, state in room.rows(company, "recipient, state")}
    shots = []
    for one in sent:
        times = taken[one.to]
        met = ", ".join(fault.name.lower() for fault in one.plan) or "no fault"
        faults = judged(states[one.to], one.plan, taken=times, in_flight=one.in_flight)
        outcome = "taken once" if times == 1 else f"taken {times} times"
        shots.append(Shot(one.to, f"{met}{', killed' if one.in_flight else ''}", outcome, tuple(faults)))
    return shots


def _healthy(room: Mailroom, companies: Sequence[int], count: int, dice: random.Random) -> Rule:
    """Post mails one by one to a server without faults, with the worker running, and see how long each takes."""
    posted: dict[str, float] = {}
    worker = room.start()
    try:
        room.post(companies[0], "first@example.com")
        room.sink.wait_for(1, to="first@example.com", seconds=PATIENCE)
        for at in range(count):
            company = dice.choice(companies)
            to = f"healthy-{at}@{company}.example"
            room.post(company, to)
            posted[to] = time.monotonic()
            time.sleep(0.01)
        end = time.monotonic() + PATIENCE
        while any(not room.sink.to(to) for to in list(posted)[-20:]) and time.monotonic() < end:
            time.sleep(0.1)
    finally:
        worker.end()
    came = {one.to: one.at for one in room.sink.taken}
    took = sorted(came[to] - start for to, start in posted.items() if to in came)
    in_time = sum(one <= IN_TIME for one in took)
    words = f"{in_time} of {count} within {IN_TIME:.0f} s, the slowest {max(took, default=0):.1f} s"
    return Rule("healthy mails are handed over within ten seconds (99.9 %)", in_time >= count * 0.999, words)
