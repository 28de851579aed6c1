"""`kill -9` of the receiver, main process and workers, in an upload and in a commit (reliability F9, F10).

Customers see the old set or the new one, never some of both, and the same request once more ends in the new one.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
import requests

from receiver.db.engine import make_engine
from receiver.db.unit_of_work import UnitOfWork
from receiver.domain.snapshots.queries import last_published, published_records
from shared.canonical import decode_as
from shared.records import Customer
from tests.receiver.hosted import begun, publish, served
from tests.receiver.publishing import Bodies, some_customers
from tests.receiver.signed import Computer, changes_of
from tests.support.databases import KINDS, Databases
from tests.support.receiver import Receiver

CUSTOMERS = 2_500
FIRST = some_customers(CUSTOMERS, street="Elm")
SECOND = {name: body for name, body in some_customers(CUSTOMERS, street="Oak").items() if name[1] != "00007"}
DELAYS = (0.06, 0.16)
"""Seconds from the request to commit to the kill; a commit of the whole set takes a fifth to a third of a second. Kills
that are known to hit inside the transaction are in `tests.campaign`."""


@pytest.fixture(scope="module", params=KINDS)
def receiver(
    request: pytest.FixtureRequest, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Receiver]:
    """A receiver that is killed again and again, on each kind of database in turn."""
    with served(databases, request.param, tmp_path_factory.mktemp("killed")) as one:
        yield one


@pytest.fixture(scope="module")
def computer(receiver: Receiver) -> Computer:
    """A paired computer."""
    one = Computer(receiver.url)
    assert one.pair(receiver.create_company(112, "Green Valley")).status_code == 201
    return one


def shown(database_url: str) -> tuple[int, set[str]]:
    """How many customers are seen, and which streets they live in."""
    engine = make_engine(database_url)
    try:
        with UnitOfWork(engine).reading(112) as session:
            last = last_published(session, 112)
            if last is None:
                return 0, set()
            found = published_records(session, 112, last.number, [name for name in FIRST if name[0] == "customer"])
    finally:
        engine.dispose()
    return len(found), {decode_as(Customer, one.body).street for one in found.values()}


def kill_and_serve(receiver: Receiver) -> None:
    """Both, one after the other."""
    receiver.kill()
    receiver.serve()


OLD = (CUSTOMERS, {"Elm"})
NEW = (CUSTOMERS - 1, {"Oak"})


def parts_of(bodies: Bodies) -> list[bytes]:
    """The set in four parts."""
    names = list(bodies)
    return [changes_of({name: bodies[name] for name in names[at::4]}) for at in range(4)]


def test_F9_a_kill_between_parts_loses_none(receiver: Receiver, computer: Computer) -> None:
    opened = begun(computer, "key-part", FIRST)
    for n, part in enumerate(parts_of(FIRST)):
        assert shown(receiver.database_url) == (0, set())
        assert computer.put(opened.id, n, part).status_code == 204
        kill_and_serve(receiver)
        assert set(begun(computer, "key-part", FIRST).parts) == {str(one) for one in range(n + 1)}
    assert computer.commit(opened.id).status_code == 200
    assert shown(receiver.database_url) == OLD


def test_F9_a_kill_inside_a_part_leaves_it_absent_or_whole(receiver: Receiver, computer: Computer) -> None:
    publish(computer, "key-old-inside", FIRST, base=99)
    opened = begun(computer, "key-inside", SECOND, base=99)
    part = changes_of(SECOND)
    with ThreadPoolExecutor(1) as pool:
        sent = pool.submit(computer.put, opened.id, 1, part)
        sleep(DELAYS[1])
        kill_and_serve(receiver)
        assert isinstance(sent.exception(30), requests.RequestException | None)
    again = begun(computer, "key-inside", SECOND, base=99)
    assert again.parts in ({}, {"1": again.parts.get("1")})
    assert shown(receiver.database_url) == OLD
    assert computer.put(opened.id, 1, part).status_code == 204
    assert computer.commit(opened.id).status_code == 200
    assert shown(receiver.database_url) == NEW


@pytest.mark.parametrize("delay", DELAYS)
def test_F10_a_kill_in_the_commit_shows_the_old_set_or_the_new_one(
    receiver: Receiver, computer: Computer, delay: float
) -> None:
    publish(computer, f"key-old-{delay}", FIRST, base=99)
    assert shown(receiver.database_url) == OLD
    opened = begun(computer, f"key-new-{delay}", SECOND, base=99)
    for n, part in enumerate(parts_of(SECOND)):
        assert computer.put(opened.id, n, part).status_code == 204
    with ThreadPoolExecutor(1) as pool:
        sent = pool.submit(computer.commit, opened.id)
        sleep(delay)
        receiver.kill()
        assert isinstance(sent.exception(30), requests.RequestException | None)
    assert shown(receiver.database_url) in (OLD, NEW)
    receiver.serve()
    again = begun(computer, f"key-new-{delay}", SECOND, base=99)
    assert (again.state == "done") == (shown(receiver.database_url) == NEW)
    assert again.id == opened.id
    assert computer.commit(opened.id).status_code == 200
    assert shown(receiver.database_url) == NEW
