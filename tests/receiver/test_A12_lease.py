"""One computer of an office publishes at a time, and a copy of it is another one (A12, F29, F30, R7, T7)."""

from __future__ import annotations

import msgspec
import pytest

from receiver.domain.agents.devices import revoke
from receiver.domain.agents.models import Device
from receiver.domain.refusals import Refused
from shared import limits, parts
from shared.messages import Begin, Begun
from tests.receiver.publishing import DEVICE, House, some_customers
from tests.receiver.signed import begin_of, changes_of

OTHER = "00000000000000bb"
BODIES = some_customers(2)


def asked(house: House, key: str, run: str = "", after: tuple[str, ...] = ()) -> Begin:
    """The request of a run of the computer."""
    begin = begin_of(BODIES, house.record_key, idempotency_key=key)
    return msgspec.structs.replace(begin, run=run, after=after)


def begun(house: House, begin: Begin, device: str = DEVICE) -> Begun:
    """What it is answered."""
    return house.publisher.begin(112, device, begin)


def refusal(house: House, begin: Begin, device: str = DEVICE) -> Refused:
    """Why it is refused."""
    with pytest.raises(Refused) as refused:
        begun(house, begin, device)
    return refused.value


@pytest.fixture
def named(house: House) -> House:
    """A company with two computers."""
    with house.work.writing(112) as session:
        for device, name in ((DEVICE, "FRONT DESK"), (OTHER, "BACK OFFICE")):
            session.add(
                Device(
                    company_id=112,
                    device_id=device,
                    name=name,
                    public_key=b"k" * 32,
                    paired_at=house.time,
                    last_seen_at=house.time,
                )
            )
    return house


def test_F29_who_publishes_is_named_and_the_wait_counts_down(named: House) -> None:
    begun(named, asked(named, "key-0001", "run-1"))
    named.wait(20)
    told = refusal(named, asked(named, "key-0002", "run-2"), OTHER)
    assert (told.code, told.status, told.retry_after) == ("busy", 503, 40)
    assert (told.title, '"FRONT DESK"' in told.detail) == ("Another computer of your office is publishing.", True)
    copy = refusal(named, asked(named, "key-0003", "run-3", ("run-0",)))
    assert (copy.title, copy.retry_after) == ("A copy of this computer is publishing.", 40)
    # A copy that was made while it published asks for the very same, but it is not that run either.
    assert refusal(named, asked(named, "key-0001", "run-3")).code == "busy"
    named.wait(41)
    assert begun(named, asked(named, "key-0003", "run-3")).state == "changes"


def test_R7_the_next_run_of_a_computer_goes_on_at_once_with_what_had_arrived(named: House) -> None:
    first = begun(named, asked(named, "key-0001", "run-1"))
    data = changes_of(BODIES)
    named.put(first.id, 1, data)
    again = begun(named, asked(named, "key-0001", "run-2", ("run-1", "run-0")))
    assert (again.id, again.parts) == (first.id, {"1": parts.digest(data)})
    # From here on the lease is the second run's.
    assert refusal(named, asked(named, "key-0009", "run-9", ("run-1",))).code == "busy"
    third = begun(named, asked(named, "key-0003", "run-3", ("run-2",)))
    assert (third.id > first.id, third.parts) == (True, {})
    assert named.refused(named.publisher.commit, 112, DEVICE, first.id) == "stale"


def test_F30_who_comes_with_the_number_of_a_lease_that_is_over_is_refused(named: House) -> None:
    asleep = begun(named, asked(named, "key-0001", "run-1"))
    named.put(asleep.id, 1, changes_of(BODIES))
    named.wait(600)
    awake = begun(named, asked(named, "key-0002", "run-2"), OTHER)
    assert awake.id > asleep.id
    assert named.refused(named.put, asleep.id, 2, changes_of(BODIES)) == "stale"
    assert named.refused(named.publisher.commit, 112, DEVICE, asleep.id) == "stale"
    assert named.refused(named.publisher.look, 112, DEVICE, asleep.id) == "stale"
    named.put(awake.id, 1, changes_of(BODIES), OTHER)
    assert named.publisher.commit(112, OTHER, awake.id).state == "done"
    assert named.refused(named.publisher.commit, 112, DEVICE, asleep.id) == "stale"
    assert named.numbers == (awake.id, awake.id)


def test_A12_an_office_that_does_not_name_its_runs_takes_over_from_itself_as_before(named: House) -> None:
    first = begun(named, asked(named, "key-0001"))
    assert begun(named, asked(named, "key-0002", "run-2")).id > first.id
    assert begun(named, asked(named, "key-0003")).state == "changes"


def test_A12_runs_are_short_names_and_not_too_many(named: House) -> None:
    many = tuple(f"run-{n}" for n in range(limits.RUNS_NAMED + 1))
    for begin in (asked(named, "key-0001", "x" * 65), asked(named, "key-0001", "", ("x" * 65,))):
        assert refusal(named, begin).code == "bad-request"
    assert refusal(named, asked(named, "key-0001", "run", many)).code == "bad-request"


@pytest.mark.parametrize("at", ["part", "commit"])
def test_T7_a_computer_that_is_removed_in_its_upload_publishes_nothing(named: House, at: str) -> None:
    """Also where its request was let in just before."""
    upload = begun(named, asked(named, "key-0001", "run-1"))
    if at == "commit":
        named.put(upload.id, 1, changes_of(BODIES))
    with named.work.writing(112) as session:
        revoke(session.get_one(Device, (112, DEVICE)), named.time)
    before = named.stored()
    assert named.refused(named.put, upload.id, 2, changes_of(some_customers(1))) == "unknown-device"
    assert named.refused(named.publisher.commit, 112, DEVICE, upload.id) == "unknown-device"
    assert (named.stored(), named.numbers) == (before, (0, 0))
    assert begun(named, asked(named, "key-0002", "run-2"), OTHER).state == "changes"
