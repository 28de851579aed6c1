"""What is uploaded and not shown: sets that lose many customers unseen, and a pinned portal (C2, C3)."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from receiver.domain.audit.trail import RECEIVER
from receiver.domain.companies.models import Company
from receiver.domain.snapshots.receipts import status
from receiver.domain.snapshots.requests import UNTOLD, Origin
from receiver.domain.snapshots.showing import CantShow, Shown, Switched, confirm, go_back, hold, import_newest
from shared.messages import UNTIL_IMPORT, Begun, Held, Pin, Receipt, Seen, Status
from shared.records import Customer
from tests.receiver.publishing import DEVICE, House, some_customers
from tests.receiver.signed import begin_of

MANY = some_customers(10)
Bodies = dict[tuple[str, str], msgspec.Struct]


def without(bodies: Bodies, count: int) -> Bodies:
    """The same less its last customers."""
    gone = sorted(bodies)[len(bodies) - count :]
    return {name: body for name, body in bodies.items() if name not in gone}


def unattended(house: House, key: str, before: Bodies, after: Bodies, base: int) -> Receipt:
    """What the scheduled upload of `after` is answered with."""
    done = house.publish(key, before, after, base, attended=False)
    assert done.receipt is not None
    return done.receipt


def told(house: House) -> Status:
    """What the office is told."""
    with house.work.reading(112) as session:
        return status(session, session.get_one(Company, 112), house.time)


def change(house: House, call: Callable[..., Shown], *words: object) -> Shown:
    """A change of what customers see."""
    with house.work.writing(112) as session:
        return call(session, session.get_one(Company, 112), *words, house.time)


@pytest.fixture
def first(house: House) -> Begun:
    """Ten customers, published."""
    return house.publish("key-0001", {}, MANY, base=0)


def test_F38_one_in_five_may_leave_with_nobody_looking_on(house: House, first: Begun) -> None:
    receipt = unattended(house, "key-0002", MANY, without(MANY, 2), first.id)
    assert (receipt.state, receipt.reason, house.numbers) == ("published", "", (receipt.snapshot, receipt.snapshot))


@pytest.mark.parametrize(
    ("count", "why"), [(3, "3 of 10 customers would leave."), (10, "All 10 customers would leave.")]
)
def test_F38_more_are_held(house: House, first: Begun, count: int, why: str) -> None:
    receipt = unattended(house, "key-0002", MANY, without(MANY, count), first.id)
    assert (receipt.state, receipt.reason, receipt.held) == ("held", why, Held(10, count))
    assert house.numbers == (receipt.snapshot, first.id)
    assert len(house.shown(*MANY)) == 11
    assert told(house).receipt == receipt
    assert told(house).shown == first.receipt


def test_F38_who_has_another_number_stays_and_who_was_replaced_leaves(house: House, first: Begun) -> None:
    renumbered = {(kind, f"9{key}" if kind == "customer" else key): body for (kind, key), body in MANY.items()}
    moved = unattended(house, "key-0002", MANY, renumbered, first.id)
    assert moved.state == "published"
    strangers: Bodies = {
        name: Customer(record_id=f"x{body.record_id}", name="Stranger") if isinstance(body, Customer) else body
        for name, body in renumbered.items()
    }
    held = unattended(house, "key-0003", renumbered, strangers, moved.snapshot)
    assert (held.state, held.held) == ("held", Held(10, 10))


def test_C3_whoever_saw_the_preview_publishes_and_the_first_upload_always_does(house: House, first: Begun) -> None:
    done = house.publish("key-0002", MANY, without(MANY, 8), base=first.id)
    assert done.receipt is not None and done.receipt.state == "published"
    assert house.numbers == (done.id, done.id)


def test_C3_a_sound_upload_ends_the_holding_and_is_measured_by_what_customers_see(house: House, first: Begun) -> None:
    held = unattended(house, "key-0002", MANY, without(MANY, 4), first.id)
    again = unattended(house, "key-0003", without(MANY, 4), without(MANY, 5), held.snapshot)
    assert (again.state, again.held) == ("held", Held(10, 5))
    sound = unattended(house, "key-0004", without(MANY, 5), without(MANY, 1), again.snapshot)
    assert (sound.state, house.numbers) == ("published", (sound.snapshot, sound.snapshot))
    assert told(house).shown is None
    repeated = house.publish("key-0002", MANY, without(MANY, 4), first.id, attended=False)
    assert repeated.receipt is not None and repeated.receipt.state == "held"


def test_C3_an_attended_process_that_finds_the_held_set_publishes_it_in_one_request(house: House, first: Begun) -> None:
    few = without(MANY, 4)
    held = unattended(house, "key-0002", MANY, few, first.id)
    current = house.publish("key-0003", few, few, held.snapshot, attended=False)
    assert (current.state, current.receipt) == ("current", held)
    begin = begin_of(few, house.record_key, idempotency_key="key-0004", base=held.snapshot)
    confirmed = house.publisher.begin(112, DEVICE, begin)
    assert confirmed.state == "done"
    assert confirmed.receipt is not None and confirmed.receipt.state == "published"
    assert house.numbers == (held.snapshot, held.snapshot)
    assert house.publisher.begin(112, DEVICE, begin).state == "current"


def test_C3_what_was_not_seen_is_not_confirmed(house: House, first: Begun) -> None:
    few, other = without(MANY, 4), "00000000000000bb"
    held = unattended(house, "key-0002", MANY, few, first.id)
    begin = begin_of(few, house.record_key, idempotency_key="key-0003", base=held.snapshot)
    # Fewer; as many, of a larger number; nothing told, by a computer that knows nothing of what customers see.
    for origin in (Origin(seen=Seen(10, 3)), Origin(seen=Seen(11, 4)), Origin(seen=Seen.read("4/")), UNTOLD):
        answer = house.publisher.begin(112, other, begin, origin)
        assert (answer.state, answer.receipt) == ("current", held)
    assert house.numbers == (held.snapshot, first.id)
    assert house.publisher.begin(112, other, begin, Origin(seen=Seen.read("4/10"))).state == "done"
    assert house.numbers == (held.snapshot, held.snapshot)


def test_C3_confirm_publishes_the_held_one_and_only_that(house: House, first: Begun) -> None:
    held = unattended(house, "key-0002", MANY, without(MANY, 4), first.id)
    for number, title in ((99, "There is no snapshot 99."), (first.id, f"Snapshot {first.id} is not the newest")):
        with pytest.raises(CantShow, match=title):
            change(house, confirm, number)
    assert change(house, confirm, held.snapshot).released
    assert house.numbers == (held.snapshot, held.snapshot)
    assert not change(house, confirm, held.snapshot).changed


def test_C3_going_back_pins_and_import_ends_it(house: House, first: Begun) -> None:
    second = house.publish("key-0002", MANY, without(MANY, 1), base=first.id)
    change(house, go_back, first.id, " Ann\n")
    pin = told(house).pin
    assert pin == Pin(first.id, "2026-03-01T12:00:00Z", "Ann", "2026-03-01T12:00:00Z")
    house.wait(60)
    third = house.publish("key-0003", without(MANY, 1), without(MANY, 2), base=second.id)
    assert third.receipt is not None
    assert (third.receipt.state, third.receipt.pin) == ("pinned", pin)
    assert "pinned to snapshot 1 of 2026-03-01T12:00:00Z by Ann" in third.receipt.reason
    assert house.numbers == (third.id, first.id)
    assert len(house.shown(*MANY)) == 11
    current = house.publish("key-0004", without(MANY, 2), without(MANY, 2), base=third.id)
    assert (current.state, current.receipt) == ("current", third.receipt)
    with pytest.raises(CantShow, match="pinned to snapshot 1 by Ann"):
        change(house, confirm, third.id)
    imported = change(house, import_newest)
    assert (imported.before, imported.pin) == (first.id, pin)
    assert (told(house).pin, house.numbers) == (None, (third.id, third.id))
    assert not change(house, import_newest).changed


def switch(house: House, on: bool) -> Switched:
    """Turn the switch: uploads wait until somebody imports them."""
    with house.work.writing(112) as session:
        return hold(session, session.get_one(Company, 112), RECEIVER, house.time, on=on)


def test_C2_uploads_wait_until_they_are_imported_where_the_office_wants_it_so(house: House, first: Begun) -> None:
    switch(house, True)
    fewer = without(MANY, 1)
    second = house.publish("key-0002", MANY, fewer, base=first.id)
    assert second.receipt is not None
    waits = (second.receipt.state, second.receipt.reason, second.receipt.until_import)
    assert waits == ("pinned", UNTIL_IMPORT, True)
    assert house.numbers == (second.id, first.id)
    assert (told(house).holds_uploads, told(house).shown) == (True, first.receipt)
    # Nothing that the office does shows it, whoever looks on there.
    current = house.publish("key-0003", fewer, fewer, base=second.id)
    assert (current.state, current.receipt) == ("current", second.receipt)
    few = unattended(house, "key-0004", fewer, without(MANY, 5), second.id)
    assert (few.state, few.held) == ("pinned", Held(10, 5))
    assert few.reason == f"{UNTIL_IMPORT} 5 of 10 customers would leave."
    imported = change(house, import_newest)
    assert (imported.snapshot.number, imported.released) == (few.snapshot, True)
    assert house.numbers == (few.snapshot, few.snapshot)
    after = told(house).receipt
    assert after is not None and (after.state, after.until_import) == ("published", False)


def test_C2_what_waits_when_the_switch_is_turned_off_is_shown_unless_it_is_held(house: House, first: Begun) -> None:
    switch(house, True)
    fewer, few = without(MANY, 1), without(MANY, 5)
    second = house.publish("key-0002", MANY, fewer, base=first.id, attended=False)
    done = switch(house, False)
    assert done.shown is not None and (done.shown.before, done.held) == (first.id, None)
    assert house.numbers == (second.id, second.id)
    again = house.publish("key-0003", fewer, fewer, base=second.id, attended=False)
    assert again.receipt is not None and (again.state, again.receipt.state) == ("current", "published")
    switch(house, True)
    waits = unattended(house, "key-0004", fewer, few, second.id)
    done = switch(house, False)
    assert (done.shown, done.held, waits.held) == (None, Held(9, 4), Held(9, 4))
    after = told(house)
    assert after.receipt is not None and not after.holds_uploads
    assert (after.receipt.state, after.receipt.until_import) == ("held", False)
    assert after.receipt.reason == "4 of 9 customers would leave."
    assert house.publish("key-0005", few, few, base=waits.snapshot).state == "done"
    assert house.numbers == (waits.snapshot, waits.snapshot)


def test_C3_one_goes_back_only_to_what_customers_saw_and_what_is_kept(house: House, first: Begun) -> None:
    held = unattended(house, "key-0002", MANY, without(MANY, 4), first.id)
    with pytest.raises(CantShow, match=r"Customers never saw snapshot 2. It was held: 4 of 10 customers would leave."):
        change(house, go_back, held.snapshot, "Ann")
    with pytest.raises(CantShow, match="There is no snapshot 7"):
        change(house, go_back, 7, "Ann")
    change(house, go_back, first.id, "Ann")
    assert change(house, import_newest).snapshot.number == held.snapshot
    assert house.numbers == (held.snapshot, held.snapshot)
    with house.work.writing(112) as session:
        empty = Company(company_id=112, name="x", newest=0, published=0)
        with pytest.raises(CantShow, match="Nothing was uploaded yet"):
            import_newest(session, empty, house.time)
