"""Old snapshots are given up, and never a record of one that is kept (C3, F28; retention)."""

from __future__ import annotations

import random
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import event, select

from receiver.domain.companies.models import Company
from receiver.domain.snapshots import pruning
from receiver.domain.snapshots.models import Snapshot, listing, records
from receiver.domain.snapshots.pruning import Pruned, prune
from receiver.domain.snapshots.showing import CantShow, go_back, import_newest
from receiver.settings import Retention
from shared.canonical import SetDigest
from shared.records import BODIES, Customer
from tests.receiver.publishing import House, some_customers

THREE = Retention(snapshots=3, age=timedelta(0))
Bodies = dict[tuple[str, str], msgspec.Struct]


class Killed(BaseException):
    """The end of the process."""


def history(house: House, turns: int) -> list[int]:
    """That many snapshots in which customers come, go and move; their numbers."""
    dice = random.Random(7)
    numbers: list[int] = []
    before: Bodies = {}
    now: Bodies = some_customers(8)
    for turn in range(turns):
        numbers.append(house.publish(f"key-{turn:05}", before, now, base=numbers[-1] if numbers else 0).id)
        before, now = now, dict(now)
        for n in dice.sample(range(8), 3):
            key = ("customer", f"{n:05}")
            now.pop(key, None)
            if dice.random() < 0.7:
                now[key] = Customer(record_id=str(n), name=f"Customer {n}", city=f"Town {turn}")
    return numbers


def digest_of(house: House, number: int) -> tuple[str, int]:
    """The digest of a snapshot from its rows, and how many customers the listing shows of it."""
    whole = SetDigest()
    with house.work.reading(112) as session:
        for kind in BODIES:
            found = session.execute(
                select(records.c.key, records.c.hash)
                .where(records.c.company_id == 112, records.c.kind == kind)
                .where(records.c.since <= number, records.c.until > number)
                .order_by(records.c.key)
            )
            for key, hash_ in found:
                whole.add(kind, key, hash_)
        listed = session.scalars(
            select(listing.c.number).where(
                listing.c.company_id == 112, listing.c.since <= number, listing.c.until > number
            )
        ).all()
    return whole.hexdigest(), len(listed)


def kept(house: House) -> list[int]:
    """The snapshots that are kept; each of them is looked through, and is what it was when it came."""
    with house.work.reading(112) as session:
        found = session.scalars(select(Snapshot).where(Snapshot.company_id == 112).order_by(Snapshot.number)).all()
    for one in found:
        if one.pruned_at is None:
            counts = msgspec.json.decode(one.counts, type=dict[str, int])
            assert digest_of(house, one.number) == (one.digest, counts.get("customer", 0)), one.number
    return [one.number for one in found if one.pruned_at is None]


def shown_by_nobody(house: House) -> int:
    """How many rows no kept snapshot shows."""
    numbers = kept(house)
    left = 0
    with house.work.reading(112) as session:
        for table in (records, listing):
            for since, until in session.execute(select(table.c.since, table.c.until).where(table.c.company_id == 112)):
                left += not any(since <= one < until for one in numbers)
    return left


def test_C3_the_newest_are_kept_and_what_only_the_others_showed_is_gone(house: House) -> None:
    numbers = history(house, 9)
    done = prune(house.work, 112, THREE, house.time + timedelta(seconds=1))
    assert (done.snapshots, done.left) == (6, False) and done.rows > 0
    assert kept(house) == numbers[-3:]
    assert shown_by_nobody(house) == 0
    assert prune(house.work, 112, THREE, house.time + timedelta(seconds=1)) == Pruned(0, 0, False)
    again = house.publish("key-00000", {}, some_customers(8), base=0)
    assert (again.state, again.id) == ("done", numbers[0])


def test_C3_young_ones_are_kept_whatever_their_number(house: House) -> None:
    history(house, 5)
    house.wait(24 * 3600)
    assert prune(house.work, 112, Retention(2, timedelta(days=1)), house.time).snapshots == 0
    house.wait(1)
    assert prune(house.work, 112, Retention(2, timedelta(days=1)), house.time).snapshots == 3
    assert prune(house.work, 112, Retention(30, timedelta(0)), house.time).snapshots == 0


def test_C3_what_customers_see_stays_and_goes_when_they_see_it_no_more(house: House) -> None:
    numbers = history(house, 8)
    house.wait(1)
    with house.work.writing(112) as session:
        go_back(session, session.get_one(Company, 112), numbers[1], "Ann", house.time)
    prune(house.work, 112, THREE, house.time)
    assert kept(house) == [numbers[1], *numbers[-3:]]
    assert shown_by_nobody(house) == 0
    with house.work.writing(112) as session:
        company = session.get_one(Company, 112)
        with pytest.raises(CantShow, match=f"Snapshot {numbers[2]} was pruned on 2026-03-01"):
            go_back(session, company, numbers[2], "Ann", house.time)
        import_newest(session, company, house.time)
    assert prune(house.work, 112, THREE, house.time).snapshots == 1
    assert kept(house) == numbers[-3:]
    assert shown_by_nobody(house) == 0


def test_C3_a_prune_that_is_killed_anywhere_leaves_every_kept_snapshot_whole(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = history(house, 10)
    monkeypatch.setattr(pruning, "BATCH", 2)
    house.wait(1)
    engine, kills, ended = house.work.engine, 0, False
    while not ended:
        counted = 0

        def cut(*_: object, at: int = kills) -> None:
            nonlocal counted
            counted += 1
            if counted > at:
                raise Killed

        event.listen(engine, "before_cursor_execute", cut)
        try:
            ended = not prune(house.work, 112, THREE, house.time).left
        except Killed:
            kills += 1
        finally:
            event.remove(engine, "before_cursor_execute", cut)
        assert set(kept(house)) >= set(numbers[-3:])
    assert kills > 10
    assert kept(house) == numbers[-3:]
    assert shown_by_nobody(house) == 0


def test_C3_a_little_after_each_upload_keeps_up(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pruning, "BATCH", 4)
    base, before, most = 0, dict[tuple[str, str], msgspec.Struct](), 0
    for turn in range(12):
        now = some_customers(6, street=f"Street {turn}")
        base = house.publish(f"key-{turn:05}", before, now, base=base).id
        before = now
        house.wait(1)
        prune(house.work, 112, THREE, house.time, 2 * 6 + 4)
        most = max(most, shown_by_nobody(house))
    assert most <= 2 * 2 * 7
    assert len(kept(house)) == 3
