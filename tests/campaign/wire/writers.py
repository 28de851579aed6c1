"""Twenty others write into the receiver's SQLite database all the time (reliability F19). Requests wait for them for
five seconds, then are told to come again; none is answered as a bug, and each is done once they are gone."""

from __future__ import annotations

import random
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import requests

from shared.passwords import make_verifier
from shared.records import Credential
from tests.campaign.report import Report, Rule, Shot, at_least, report
from tests.campaign.wire.portal import COMPANY, Portal, a_street
from tests.receiver.publishing import Bodies
from tests.support.visitor import Visitor

NAME: Final = "writers"
WRITERS: Final = 20
TURNS: Final = ((0.5, 0.0), (0.01, 0.3))
"""How long one of them holds the lock at the most and then pauses, in seconds, for every other shot: so that hardly
anybody else gets it, and so that whoever waits gets it."""
PASSWORD: Final = "maple-orbit-canyon"
VERIFIER: Final = make_verifier(PASSWORD).text()
WRITE: Final = "UPDATE alembic_version SET version_num = version_num"


def run(folder: Path, _database: str, rounds: int, seed: int) -> Report:
    """Publish `rounds` times and sign in as often meanwhile. It is about SQLite, whatever else is played on."""
    with Portal.open(folder) as portal:
        assert portal.publish(a_set(0)) > 0
        dice = random.Random(seed)
        shots: list[Shot] = []
        turns = 0
        for at in range(1, rounds + 1):
            with writing(portal.receiver.database, dice, *TURNS[(at - 1) % 2]) as taken:
                shots.append(shot(portal, at))
            turns += taken["turns"]
        last = portal.publish(a_set(rounds + 1))
        state = portal.state
    busy = sum("503" in one.outcome for one in shots)
    return report(
        NAME,
        seed,
        shots,
        at_least("turns of the writers", turns, rounds),
        Rule("afterwards it publishes as before", state.published == last, str(state)),
        at_least("shots in which somebody was told to come again", busy, 1),
    )


def a_set(edition: int) -> Bodies:
    """A street whose first customer can sign in."""
    return {**a_street(edition), ("credential", "00001"): Credential("1", VERIFIER)}


@contextmanager
def writing(database: Path, dice: random.Random, longest: float, pause: float) -> Iterator[Counter[str]]:
    """While inside, the writers write; gives how many turns they had, each of `longest` seconds at the most."""
    over, taken = threading.Event(), Counter[str]()
    seeds = [dice.random() for _ in range(WRITERS)]

    def writer(seed: float) -> None:
        own = random.Random(seed)
        with closing(sqlite3.connect(database, timeout=60, isolation_level=None)) as connection:
            while not over.is_set():
                connection.execute("BEGIN IMMEDIATE")
                connection.execute(WRITE)
                over.wait(own.random() * longest)
                connection.execute("COMMIT")
                taken["turns"] += 1
                over.wait(own.random() * pause)

    with ThreadPoolExecutor(WRITERS) as pool:
        hands = [pool.submit(writer, one) for one in seeds]
        try:
            yield taken
        finally:
            over.set()
            for hand in hands:
                hand.result()


def shot(portal: Portal, edition: int) -> Shot:
    """Publish and sign in at the same time; what is refused has to say when to come again."""
    before = portal.state
    with ThreadPoolExecutor(2) as pool:
        published = pool.submit(_publish, portal, edition)
        signed_in = pool.submit(_sign_in, portal)
        office, visitor = published.result(), signed_in.result()
    faults = [fault for status, fault in (*office, *visitor) if fault]
    number = portal.state.published
    if number < before.published:
        faults.append(f"the portal went back from {before.published} to {number}")
    told = " ".join(str(status) for status, _ in office) + ", sign-in " + str(visitor[-1][0])
    return Shot(f"edition {edition}", "while others write", told, tuple(faults))


Told = list[tuple[int, str]]
"""Statuses, each with what is wrong with it."""


def _publish(portal: Portal, edition: int) -> Told:
    """What a begin with its parts and a commit are answered; it goes no further than the first that is refused."""
    told: Told = []
    try:
        portal.publish(a_set(edition))
    except AssertionError as refused:
        answer = portal.last_refused
        told.append((answer.status_code, _wrong(answer)) if answer is not None else (0, str(refused)))
    else:
        told.append((200, ""))
    return told


def _sign_in(portal: Portal) -> Told:
    with Visitor(portal.receiver.url, COMPANY) as visitor:
        try:
            visitor.sign_in("00001", PASSWORD)
        except AssertionError:
            answer = visitor.answer
            return [(answer.status_code, _wrong(answer))]
    return [(200, "")]


def _wrong(answer: requests.Response) -> str:
    if answer.status_code != 503:
        return f"{answer.url} answered {answer.status_code}: {answer.text[:200]}"
    wait = answer.headers.get("Retry-After", "")
    return "" if wait.isdecimal() and int(wait) > 0 else f"{answer.url} answered 503 without Retry-After"
