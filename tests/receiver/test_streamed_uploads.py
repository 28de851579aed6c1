"""A whole set that is sent while the office still reads it: its commit says what it came to (F3, F25 to F28)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from shared import parts
from shared.messages import Begin, Begun, Commit
from tests.receiver.publishing import DEVICE, House, some_customers
from tests.receiver.signed import PRACTICE, begin_of, changes_of
from tests.support.databases import copied_file

STREAM = Begin("key-streamed", PRACTICE, 0, "", {}, attended=True, whole=True, streamed=True)
BODIES = some_customers(5)
OTHERS = some_customers(5, "Elm Street")
FIRST, SECOND = (changes_of(dict(list(BODIES.items())[at])) for at in (slice(0, 3), slice(3, None)))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A receiver where nothing is published yet."""
    made = House.make(f"sqlite:///{copied_file(tmp_path)}")
    yield made
    made.work.engine.dispose()


def commit_of(house: House, bodies: dict[tuple[str, str], msgspec.Struct]) -> Commit:
    """What the office says at the end of a set."""
    begin = begin_of(bodies, house.record_key, idempotency_key="key-any-0")
    return Commit(begin.digest, begin.counts)


def sent(house: House) -> Begun:
    """The set, sent; the second part first."""
    begun = house.publisher.begin(112, DEVICE, STREAM)
    assert begun.state == "all"
    house.put(begun.id, 2, SECOND)
    house.put(begun.id, 1, FIRST)
    return begun


def test_F3_nothing_shows_before_the_commit_says_what_it_came_to(house: House) -> None:
    begun = sent(house)
    assert house.numbers == (0, 0)
    assert house.publisher.begin(112, DEVICE, STREAM).parts == {"1": parts.digest(FIRST), "2": parts.digest(SECOND)}
    said = commit_of(house, BODIES)
    done = house.publisher.commit(112, DEVICE, begun.id, said)
    assert done.receipt is not None
    assert (done.receipt.digest, done.receipt.counts) == (said.digest, said.counts)
    assert house.numbers == (begun.id, begun.id)
    assert len(house.shown(*BODIES)) == len(BODIES)


def test_F25_F28_the_same_request_has_the_same_effect_for_ever(house: House) -> None:
    begun = sent(house)
    said = commit_of(house, BODIES)
    first = house.publisher.commit(112, DEVICE, begun.id, said)
    house.wait(40 * 86_400)
    before = house.stored()
    assert house.publisher.commit(112, DEVICE, begun.id, said) == first
    assert house.publisher.begin(112, DEVICE, STREAM) == first
    assert house.refused(house.publisher.commit, 112, DEVICE, begun.id, commit_of(house, OTHERS)) == "key-reused"
    assert house.refused(house.put, begun.id, 1, FIRST) == "stale"
    assert house.stored() == before


@pytest.mark.parametrize("wrong", ["digest", "counts"])
def test_F34_another_set_than_arrived_publishes_nothing(house: House, wrong: str) -> None:
    begun = sent(house)
    right, other = commit_of(house, BODIES), commit_of(house, some_customers(4, "Elm Street"))
    said = msgspec.structs.replace(right, **{wrong: getattr(other, wrong)})
    assert house.refused(house.publisher.commit, 112, DEVICE, begun.id, said) == "digest-mismatch"
    assert house.numbers == (0, 0)
    assert house.stored()["records"] == house.stored()["uploads"] == []


def test_a_part_that_is_missing_or_of_an_older_reading_publishes_nothing(house: House) -> None:
    begun = house.publisher.begin(112, DEVICE, STREAM)
    house.put(begun.id, 1, FIRST)
    assert house.refused(house.put, begun.id, 1, changes_of(OTHERS)) == "key-reused"
    assert house.refused(house.put, begun.id, 2, FIRST) == "bad-records"
    said = commit_of(house, BODIES)
    assert house.refused(house.publisher.commit, 112, DEVICE, begun.id, said) == "digest-mismatch"
    again = msgspec.structs.replace(STREAM, idempotency_key="key-anew-1")
    anew = house.publisher.begin(112, DEVICE, again)
    assert anew.id > begun.id and anew.parts == {}
    house.put(anew.id, 1, FIRST)
    house.put(anew.id, 2, SECOND)
    assert house.refused(house.put, begun.id, 2, SECOND) == "stale"
    assert house.publisher.commit(112, DEVICE, anew.id, said).state == "done"
    assert house.numbers == (anew.id, anew.id)


def test_F26_a_set_that_comes_late_is_stale(house: House) -> None:
    begun = sent(house)
    house.wait(90)
    other = house.publish("key-other-0", {}, OTHERS, 0)
    assert house.refused(house.publisher.commit, 112, DEVICE, begun.id, commit_of(house, BODIES)) == "stale"
    assert house.refused(house.publisher.begin, 112, DEVICE, STREAM) == "stale"
    assert house.numbers == (other.id, other.id)


def test_what_it_comes_to_is_said_exactly_once(house: House) -> None:
    begun = sent(house)
    assert house.refused(house.publisher.commit, 112, DEVICE, begun.id) == "bad-request"
    plain = house.open("key-plain-0", BODIES)
    said = commit_of(house, BODIES)
    assert house.refused(house.publisher.commit, 112, DEVICE, plain.id, said) == "bad-request"
    assert house.numbers == (0, 0)


@pytest.mark.parametrize(
    "change",
    [{"whole": False}, {"digest": "0" * 64}, {"counts": {"company": 1}}, {"change": "AAAA", "change_digest": "0" * 64}],
    ids=lambda change: next(iter(change)),
)
def test_a_request_that_says_both_is_refused(house: House, change: dict[str, object]) -> None:
    assert house.refused(house.publisher.begin, 112, DEVICE, msgspec.structs.replace(STREAM, **change)) == "bad-request"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (Commit("", {"company": 1}), "bad-request"),
        (Commit("0" * 64, {"company": 1, "customers": 1}), "bad-request"),
        (Commit("0" * 64, {"customer": 1}), "bad-records"),
        (Commit("0" * 64, {"company": 1, "customer": 5_000_000}), "too-large"),
    ],
)
def test_a_commit_that_says_nonsense_is_refused_and_costs_nothing(house: House, said: Commit, code: str) -> None:
    begun = sent(house)
    before = house.stored()
    assert house.refused(house.publisher.commit, 112, DEVICE, begun.id, said) == code
    assert house.stored() == before
