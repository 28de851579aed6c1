"""A carried file at the receiver itself (feature A8): cut short, confirmed, told of wrong records, on each database."""

from __future__ import annotations

import io
from typing import BinaryIO

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.orm import Session

from receiver.domain.agents.devices import revoke
from receiver.domain.agents.models import Device
from receiver.domain.refusals import Refused
from receiver.domain.snapshots.carried import Loaded, Loader, NotTaken
from receiver.domain.snapshots.publisher import Publisher
from shared import canonical, parts
from shared.carried import Header, Writer, new_salt
from shared.parts import Change
from tests.receiver.publishing import DEVICE, Bodies, House, some_customers
from tests.receiver.signed import PRACTICE, changes_of

COMPUTER = Ed25519PrivateKey.generate()


class Killed(Exception):
    """The command is gone."""


class Mortal(Publisher):
    """A publisher whose process ends before the part `last`."""

    last = 2

    def put_part(self, company_id: int, device_id: str, number: int, n: int, data: bytes, digest: str) -> None:
        if n == self.last:
            raise Killed
        super().put_part(company_id, device_id, number, n, data, digest)


@pytest.fixture
def paired(house: House) -> House:
    """A company with one computer."""
    with house.work.writing(112) as session:
        session.add(
            Device(
                company_id=112,
                device_id=DEVICE,
                name="FRONT DESK",
                public_key=COMPUTER.public_key().public_bytes_raw(),
                paired_at=house.time,
                last_seen_at=house.time,
            )
        )
    return house


def file(house: House, key: str, bodies: Bodies, base: int = 0, *, attended: bool = True, digest: str = "") -> BinaryIO:
    """What an office would save, a part for each kind of record."""
    written = io.BytesIO()
    told = Header(key * 32, 112, PRACTICE, DEVICE, "2026-03-01T11:00:00Z", base, (), attended, new_salt())
    writer = Writer(written, told, house.record_key, COMPUTER.private_bytes_raw())
    whole = canonical.SetDigest()
    for kind in sorted({kind for kind, _ in bodies}):
        some = {name: body for name, body in sorted(bodies.items()) if name[0] == kind}
        for (_, number), body in some.items():
            whole.add(kind, number, canonical.record_hash(kind, canonical.encode(body), house.record_key))
        writer.add(changes_of(some))
    writer.finish(digest or whole.hexdigest(), whole.counts)
    return written


def load(house: House, carried: BinaryIO, publisher: Publisher | None = None, *, older: bool = False) -> Loaded:
    return Loader(house.work, house.peppers, publisher or house.publisher).load(112, carried, older=older)


def test_A8_a_load_that_was_cut_short_goes_on(paired: House) -> None:
    carried = file(paired, "a", some_customers(30))
    with pytest.raises(Killed):
        load(paired, carried, Mortal(paired.work, paired.peppers, lambda: paired.time))
    assert paired.numbers == (0, 0)
    assert paired.shown(("company", "-")) == {}
    done = load(paired, carried)
    assert done.state == "loaded" and done.device == "FRONT DESK"
    assert paired.numbers == (done.receipt.snapshot, done.receipt.snapshot)
    stored = paired.stored()
    assert load(paired, carried).state == "already loaded"
    assert paired.stored() == stored


def test_A8_what_is_noted_of_a_load_is_noted_with_it_or_not_at_all(paired: House) -> None:
    noted = []

    def note(session: Session, number: int) -> None:
        noted.append(number)
        if len(noted) == 1:
            raise Killed

    publisher = Publisher(paired.work, paired.peppers, lambda: paired.time, note)
    carried = file(paired, "a", some_customers(3))
    with pytest.raises(Killed):
        load(paired, carried, publisher)
    assert paired.numbers == (0, 0)
    done = load(paired, carried, publisher)
    assert noted == [done.receipt.snapshot] * 2
    assert load(paired, carried, publisher).state == "already loaded" and len(noted) == 2


def test_A8_an_unattended_file_that_loses_many_is_held_as_an_upload_is(paired: House) -> None:
    first = load(paired, file(paired, "a", some_customers(30)))
    held = load(paired, file(paired, "b", some_customers(10), first.receipt.snapshot, attended=False))
    assert held.state == "loaded" and held.receipt.state == "held"
    assert "20 of 30 customers would leave." in held.receipt.reason
    assert paired.numbers == (held.receipt.snapshot, first.receipt.snapshot)
    seen = load(paired, file(paired, "c", some_customers(10), held.receipt.snapshot, attended=True))
    assert seen.receipt.state == "published"
    assert paired.numbers[1] == held.receipt.snapshot


@pytest.mark.parametrize("what", ["digest", "record"])
def test_A8_a_signed_file_with_something_wrong_in_it_changes_nothing(paired: House, what: str) -> None:
    good = load(paired, file(paired, "a", some_customers(3)))
    if what == "digest":
        wrong = file(paired, "b", some_customers(4), 1, digest="0" * 64)
    else:
        wrong = io.BytesIO()
        told = Header("b" * 32, 112, PRACTICE, DEVICE, "2026-03-01T11:00:00Z", 1, (), True, new_salt())
        writer = Writer(wrong, told, paired.record_key, COMPUTER.private_bytes_raw())
        writer.add(parts.pack([Change("company", "-", b'{"nobody": 1}')]))
        writer.finish("1" * 64, {"company": 1})
    with pytest.raises(Refused) as refused:
        load(paired, wrong)
    assert refused.value.code == ("digest-mismatch" if what == "digest" else "bad-records")
    assert paired.numbers == (good.receipt.snapshot, good.receipt.snapshot)
    assert load(paired, file(paired, "c", some_customers(5), good.receipt.snapshot)).state == "loaded"


def test_A8_a_computer_that_is_removed_meanwhile_publishes_nothing(paired: House) -> None:
    class Revoking(Publisher):
        def put_part(self, company_id: int, device_id: str, number: int, n: int, data: bytes, digest: str) -> None:
            super().put_part(company_id, device_id, number, n, data, digest)
            with paired.work.writing(112) as session:
                revoke(session.get_one(Device, (112, DEVICE)), paired.time)

    with pytest.raises((NotTaken, Refused)):
        load(paired, file(paired, "a", some_customers(3)), Revoking(paired.work, paired.peppers, lambda: paired.time))
    assert paired.numbers == (0, 0)
    with pytest.raises(NotTaken, match="was removed"):
        load(paired, file(paired, "b", some_customers(3)))
