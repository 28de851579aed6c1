"""Parts and requests that come twice, late, in another order, or say the wrong thing (reliability F25 to F28, F34)."""

from __future__ import annotations

import msgspec

from shared import parts
from shared.messages import Begun
from shared.records import Customer
from tests.receiver.publishing import DEVICE, House, some_customers
from tests.receiver.signed import begin_of, changes_of

OTHER = "00000000000000bb"
RENAMED = Customer(record_id="1", name="Renamed")
ONE = ("customer", "00001")
NOBODY = ("customer", "99999")


def commit(house: House, upload: int, device: str = DEVICE) -> Begun:
    """Publish."""
    return house.publisher.commit(112, device, upload)


def test_F26_the_order_of_parts_does_not_matter(house: House) -> None:
    bodies = some_customers(4)
    upload = house.open("key-0001", bodies).id
    pieces = [changes_of({name: body}) for name, body in bodies.items()]
    for n in (3, 0, 4, 3, 1, 2, 0):
        house.put(upload, n, pieces[n])
    done = commit(house, upload)
    assert done.receipt is not None and done.receipt.counts == {"company": 1, "customer": 4}
    assert len(house.shown(*bodies)) == 5


def test_F25_a_part_number_keeps_its_content(house: House) -> None:
    upload = house.open("key-0001", some_customers(2)).id
    house.put(upload, 0, changes_of(some_customers(1)))
    before = house.stored()
    assert house.refused(house.put, upload, 0, changes_of(some_customers(2))) == "key-reused"
    assert house.stored() == before


def test_a_record_twice_in_one_part_is_refused_whole(house: House) -> None:
    upload = house.open("key-0001", some_customers(2)).id
    before = house.stored()
    twice = changes_of(some_customers(2)), changes_of({ONE: RENAMED})
    assert house.refused(house.put, upload, 0, _joined(*twice)) == "bad-records"
    assert house.stored() == before


def test_a_record_in_two_parts_is_refused_with_the_second(house: House) -> None:
    upload = house.open("key-0001", some_customers(2)).id
    house.put(upload, 0, changes_of(some_customers(2)))
    before = house.stored()
    assert house.refused(house.put, upload, 1, changes_of({ONE: RENAMED})) == "bad-records"
    assert house.stored() == before
    assert commit(house, upload).state == "done"


def test_a_record_put_and_taken_out_is_published_only_as_announced(house: House) -> None:
    first = some_customers(2)
    base = house.publish("key-0001", {}, first, base=0).id
    for key, order in (("key-0002", (RENAMED, None)), ("key-0003", (None, RENAMED))):
        upload = house.open(key, {name: body for name, body in first.items() if name != ONE}, base).id
        for n, body in enumerate(order):
            house.put(upload, n, changes_of({ONE: body}))
        assert house.refused(commit, house, upload) == "digest-mismatch"
    assert b"Customer 1" in house.shown(ONE)[ONE]
    assert house.numbers == (base, base)


def test_taking_out_what_is_not_there_changes_nothing(house: House) -> None:
    first = some_customers(2)
    base = house.publish("key-0001", {}, first, base=0).id
    second = {**first, ONE: RENAMED}
    upload = house.open("key-0002", second, base).id
    house.put(upload, 0, changes_of({ONE: RENAMED, NOBODY: None, ("credential", "99999"): None}))
    house.put(upload, 1, changes_of({NOBODY: None}))
    done = commit(house, upload)
    assert done.receipt is not None
    assert done.receipt.difference == {"customer": {"added": 0, "changed": 1, "removed": 0}}


def test_F34_wrong_counts_publish_nothing(house: House) -> None:
    bodies = some_customers(2)
    for at, counts in enumerate(
        ({"company": 1, "customer": 3}, {"company": 1}, {"company": 1, "customer": 2, "staff": 1})
    ):
        begin = msgspec.structs.replace(
            begin_of(bodies, house.record_key, idempotency_key=f"key-000{at}"), counts=counts
        )
        upload = house.publisher.begin(112, DEVICE, begin).id
        house.put(upload, 0, changes_of(bodies))
        assert house.refused(commit, house, upload) == "digest-mismatch"
    for counts in ({"company": 1, "customer": 0}, {"company": 1, "dog": 2}, {"company": 1, "customer": -2}):
        begin = msgspec.structs.replace(begin, counts=counts)
        assert house.refused(house.publisher.begin, 112, DEVICE, begin) == "bad-request"
    assert house.numbers == (0, 0)
    assert house.stored() == {name: [] for name in house.stored()}


def test_a_commit_without_its_parts_publishes_nothing(house: House) -> None:
    upload = house.open("key-0001", some_customers(2)).id
    assert house.refused(commit, house, upload) == "digest-mismatch"
    assert house.refused(commit, house, upload) == "stale"
    assert house.numbers == (0, 0)


def test_F26_a_late_part_finds_no_home(house: House) -> None:
    first, second = some_customers(2), some_customers(2, street="Elm")
    old = house.open("key-0001", first).id
    house.put(old, 0, changes_of(first))
    new = house.open("key-0002", second).id
    assert house.refused(house.put, old, 1, changes_of(first)) == "stale"
    assert house.refused(commit, house, old) == "stale"
    house.put(new, 0, changes_of(second))
    assert commit(house, new).state == "done"
    assert house.refused(house.put, new, 1, changes_of({ONE: None})) == "stale"
    assert house.refused(house.put, old, 0, changes_of(first)) == "stale"
    assert b"Elm" in house.shown(ONE)[ONE]


def test_the_rest_of_an_abandoned_upload_is_cleared_and_never_shows(house: House) -> None:
    first = some_customers(3)
    base = house.publish("key-0001", {}, first, base=0).id
    shown = house.shown(*first)
    before = house.stored()
    upload = house.open("key-0002", some_customers(3, street="Elm"), base).id
    house.put(upload, 0, changes_of({ONE: RENAMED, ("customer", "00002"): None, NOBODY: RENAMED}))
    assert house.shown(*first, NOBODY) == shown
    house.wait(61)
    third = {**first, ("customer", "00000"): Customer(record_id="0", name="New")}
    begin = begin_of(third, house.record_key, idempotency_key="key-0003", base=base)
    taken = house.publisher.begin(112, OTHER, begin)
    after = house.stored()
    assert (after["records"], after["listing"], after["upload_parts"]) == (before["records"], before["listing"], [])
    house.put(taken.id, 0, changes_of({("customer", "00000"): third["customer", "00000"]}), OTHER)
    assert commit(house, taken.id, OTHER).state == "done"
    assert set(house.shown(*first, NOBODY)) == set(first)


def test_F28_a_key_still_answers_after_a_month(house: House) -> None:
    bodies = some_customers(2)
    done = house.publish("key-0001", {}, bodies, base=0)
    house.publish("key-0002", bodies, some_customers(1), base=done.id)
    house.wait(31 * 24 * 3600)
    assert house.open("key-0001", bodies) == Begun(state="done", id=done.id, receipt=done.receipt)
    assert house.refused(house.open, "key-0001", some_customers(3)) == "key-reused"
    assert house.numbers[0] > done.id


def test_F27_an_open_upload_keeps_its_request(house: House) -> None:
    house.open("key-0001", some_customers(2))
    before = house.stored()
    assert house.refused(house.open, "key-0001", some_customers(3)) == "key-reused"
    assert house.stored() == before


def test_F34_a_set_without_the_company_or_with_a_key_that_is_none_is_refused(house: House) -> None:
    bodies = some_customers(1)
    without = {name: body for name, body in bodies.items() if name[0] != "company"}
    assert house.refused(house.open, "key-0001", without) == "bad-records"
    for key in ("short", "k" * 201, "with blank", "ümlaut-key", ""):
        assert house.refused(house.open, key, bodies) == "bad-request"


def _joined(*packed: bytes) -> bytes:
    """The changes of several parts as one."""
    return parts.pack([change for data in packed for change in parts.unpack(data)])
