"""Uploads at the receiver: what is published, what is refused, what a repetition does."""

from __future__ import annotations

import msgspec
import pytest

from receiver.domain.people.verifiers import chosen_place, matches, published_place, read_credential
from receiver.domain.refusals import Refused
from receiver.domain.snapshots.queries import find_customers, last_published
from shared import parts, passwords
from shared.messages import Begun
from shared.records import Credential, Customer
from tests.receiver.publishing import DEVICE, House, some_customers
from tests.receiver.signed import begin_of, changes_of


def refusal(house: House, begin_key: str, part: dict[tuple[str, str], msgspec.Struct | None]) -> str:
    """The code that a part is refused with."""
    begun = house.publisher.begin(112, DEVICE, begin_of(some_customers(1), house.record_key, idempotency_key=begin_key))
    data = changes_of(part)
    with pytest.raises(Refused) as refused:
        house.publisher.put_part(112, DEVICE, begun.id, 0, data, parts.digest(data))
    return refused.value.code


def test_A8_publishes_changes_with_exact_counts(house: House) -> None:
    first = some_customers(3)
    done = house.publish("key-0001", {}, first, base=0)
    assert done.receipt is not None
    assert done.receipt.difference == {
        "company": {"added": 1, "changed": 0, "removed": 0},
        "customer": {"added": 3, "changed": 0, "removed": 0},
    }
    second = {**first, ("customer", "00001"): Customer(record_id="1", name="Renamed")}
    del second["customer", "00002"]
    done = house.publish("key-0002", first, second, base=done.id)
    assert done.receipt is not None
    assert done.receipt.difference == {"customer": {"added": 0, "changed": 1, "removed": 1}}
    assert done.receipt.counts == {"company": 1, "customer": 2}
    assert set(house.shown(("customer", "00000"), ("customer", "00001"), ("customer", "00002"))) == {
        ("customer", "00000"),
        ("customer", "00001"),
    }
    with house.work.reading(112) as session:
        assert [one.name for one in find_customers(session, 112, done.id, folded_number="00001")] == ["Renamed"]
        assert find_customers(session, 112, done.id, folded_number="00002") == []
        assert [one.number for one in find_customers(session, 112, done.id, folded_email="c0@example.com")] == ["00000"]
        published = last_published(session, 112)
    assert published is not None and published.number == done.id


def test_F4_a_repeated_request_has_one_effect(house: House) -> None:
    bodies = some_customers(2)
    done = house.publish("key-0001", {}, bodies, base=0)
    again = house.publish("key-0001", {}, bodies, base=0)
    assert (again.state, again.receipt) == ("done", done.receipt)
    assert house.publisher.commit(112, DEVICE, done.id).receipt == done.receipt
    current = house.publish("key-0002", bodies, bodies, base=done.id)
    assert (current.state, current.receipt) == ("current", done.receipt)


def test_F27_same_key_with_another_body_is_refused(house: House) -> None:
    house.publish("key-0001", {}, some_customers(2), base=0)
    with pytest.raises(Refused, match="key-reused"):
        house.publish("key-0001", {}, some_customers(3), base=0)


def test_F3_an_upload_goes_on_with_the_parts_that_arrived(house: House) -> None:
    bodies = some_customers(2)
    begin = begin_of(bodies, house.record_key, idempotency_key="key-0001")
    begun = house.publisher.begin(112, DEVICE, begin)
    data = changes_of(bodies)
    house.publisher.put_part(112, DEVICE, begun.id, 7, data, parts.digest(data))
    house.publisher.put_part(112, DEVICE, begun.id, 7, data, parts.digest(data))
    assert house.publisher.begin(112, DEVICE, begin) == Begun(
        state="changes", id=begun.id, parts={"7": parts.digest(data)}
    )
    assert house.numbers == (0, 0)
    assert house.publisher.commit(112, DEVICE, begun.id).state == "done"


def test_digest_mismatch_publishes_nothing_and_leaves_nothing(house: House) -> None:
    first = some_customers(3)
    done = house.publish("key-0001", {}, first, base=0)
    second = some_customers(3, street="Elm")
    begun = house.publisher.begin(
        112, DEVICE, begin_of(second, house.record_key, idempotency_key="key-0002", base=done.id)
    )
    data = changes_of({("customer", "00001"): None})
    house.publisher.put_part(112, DEVICE, begun.id, 0, data, parts.digest(data))
    with pytest.raises(Refused, match="digest-mismatch"):
        house.publisher.commit(112, DEVICE, begun.id)
    assert house.numbers == (done.id, done.id)
    # What the refused upload had closed is open again, so changes against the old base still fit.
    third = {**first, ("customer", "00000"): Customer(record_id="0", name="New")}
    last = house.publish("key-0003", first, third, base=done.id)
    assert last.receipt is not None
    assert last.receipt.difference == {"customer": {"added": 0, "changed": 1, "removed": 0}}


def test_an_unknown_base_asks_for_everything(house: House) -> None:
    first = some_customers(4)
    house.publish("key-0001", {}, first, base=0)
    second = some_customers(3, street="Elm")
    done = house.publish("key-0002", {}, second, base=99)
    assert done.receipt is not None
    assert done.receipt.difference["customer"] == {"added": 0, "changed": 3, "removed": 1}
    assert b"Elm" in house.shown(("customer", "00001"))["customer", "00001"]


def test_a_silent_upload_is_taken_over_after_a_minute(house: House) -> None:
    bodies = some_customers(2)
    begun = house.publisher.begin(112, DEVICE, begin_of(bodies, house.record_key, idempotency_key="key-0001"))
    data = changes_of(some_customers(1))
    house.publisher.put_part(112, DEVICE, begun.id, 0, data, parts.digest(data))
    other = begin_of(bodies, house.record_key, idempotency_key="key-0002")
    with pytest.raises(Refused, match="busy"):
        house.publisher.begin(112, "00000000000000bb", other)
    house.wait(61)
    taken = house.publisher.begin(112, "00000000000000bb", other)
    assert taken.id != begun.id and taken.parts == {}
    with pytest.raises(Refused, match="stale"):
        house.publisher.commit(112, DEVICE, begun.id)
    whole = changes_of(bodies)
    house.publisher.put_part(112, "00000000000000bb", taken.id, 0, whole, parts.digest(whole))
    assert house.publisher.commit(112, "00000000000000bb", taken.id).state == "done"


def test_A12_another_practice_database_is_refused(house: House) -> None:
    begin = begin_of(some_customers(1), house.record_key, idempotency_key="key-0001", practice_id="another")
    with pytest.raises(Refused, match="other-practice"):
        house.publisher.begin(112, DEVICE, begin)


def test_bad_records_name_what_is_wrong(house: House) -> None:
    wrong = Credential(record_id="1", verifier="$argon2id$v=19$m=4194304,t=2,p=1$AAAA$AAAA")
    assert refusal(house, "key-0001", {("credential", "1"): wrong}) == "bad-records"
    assert refusal(house, "key-0002", {("customer", "a\x1fb"): Customer(record_id="1", name="x")}) == "bad-records"
    assert refusal(house, "key-0003", {("history", "1"): Customer(record_id="1", name="x")}) == "bad-records"
    assert house.numbers == (0, 0)


def test_a_verifier_opens_only_where_it_belongs(house: House) -> None:
    verifier = passwords.make_verifier("green grass grows").text()
    bodies = {**some_customers(2), ("credential", "00000"): Credential(record_id="0", verifier=verifier)}
    house.publish("key-0001", {}, bodies, base=0)
    body = house.shown(("credential", "00000"))["credential", "00000"]
    assert verifier.rpartition("$")[2].encode() not in body
    stored = read_credential(body).verifier
    place = published_place(112, "00000")
    assert matches(house.peppers, place, stored, "green grass grows")
    assert not matches(house.peppers, place, stored, "clip")
    for other in (published_place(112, "00001"), published_place(113, "00000"), chosen_place(112, "00000")):
        assert not matches(house.peppers, other, stored, "green grass grows")
