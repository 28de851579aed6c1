"""Keys and texts are kept exactly, in byte order, on every database; what no database could keep is refused on all."""

from __future__ import annotations

import msgspec
import pytest

from receiver.domain.snapshots.queries import find_customers
from shared import canonical, parts
from shared.parts import Change
from shared.records import Company, Customer
from tests.receiver.publishing import House, some_customers

NUMBERS = (
    "Val2",
    "Val2 ",
    " Val2",
    "val2",
    "VAL2",
    "a",
    "B",
    "ä",
    "a\u0308",
    "Ä",
    "z",
    "Z",
    "ß",
    "-1",
    "_1",
    "1",
    "10",
    "9",
    "'",
    '"',
    "\\",
    "%",
    "\u00a0",
    "\ufffd",
    "\ufeff",
    "\U0001f33c",
    "\U0001f33c\ufe0f",
    "\uffee",
    "１",
)
"""Byte order differs from the order of a language, and from that of UTF-16, in many of them."""


def test_the_digest_stands_on_byte_order_and_on_exact_keys(house: House) -> None:
    bodies: dict[tuple[str, str], msgspec.Struct] = {("company", "-"): Company(name="Green Valley")}
    for number in NUMBERS:
        bodies["customer", number] = Customer(
            record_id=number, name=f"{number} \U0001f33c", email=f"{number}@x.example"
        )
    done = house.publish("key-0001", {}, bodies, base=0)
    assert done.state == "done" and done.receipt is not None
    assert done.receipt.counts["customer"] == len(NUMBERS)
    shown = house.shown(*bodies)
    assert {name: canonical.encode(body) for name, body in bodies.items()} == shown
    with house.work.reading(112) as session:
        found = find_customers(session, 112, done.id, folded_number="val2")
    assert [one.number for one in found] == [" Val2", "VAL2", "Val2", "Val2 ", "val2"]
    later = {name: body for name, body in bodies.items() if name[1] not in ("Val2 ", "ä")}
    changed = house.publish("key-0002", bodies, later, base=done.id)
    assert changed.receipt is not None
    assert changed.receipt.difference == {"customer": {"added": 0, "changed": 0, "removed": 2}}
    assert set(house.shown(*bodies)) == set(later)


@pytest.mark.parametrize(
    ("key", "body"),
    [
        ("1\0", Customer(record_id="1", name="x")),
        ("1", Customer(record_id="1\0", name="x")),
        ("1", Customer(record_id="1", name="\0x")),
        ("1", Customer(record_id="1", name="x", email="a\0@b.example")),
    ],
    ids=["number", "record id", "name", "e-mail"],
)
def test_F34_a_nul_where_the_database_looks_for_it_is_refused(house: House, key: str, body: Customer) -> None:
    upload = house.open("key-0001", some_customers(1)).id
    before = house.stored()
    part = parts.pack([Change("customer", key, canonical.encode(body))])
    assert house.refused(house.put, upload, 0, part) == "bad-records"
    assert house.stored() == before


def test_F34_half_a_character_is_no_key(house: House) -> None:
    upload = house.open("key-0001", some_customers(1)).id
    before = house.stored()
    body = canonical.encode(Customer(record_id="1", name="x"))
    whole = parts.zstd.decompress(parts.pack([Change("customer", "1ab", body)]))
    assert b"\xa31ab" in whole
    halved = parts.zstd.compress(whole.replace(b"\xa31ab", b"\xa3\xed\xa0\x80"))
    assert house.refused(house.put, upload, 0, halved) == "bad-request"
    assert house.stored() == before


def test_texts_inside_a_record_keep_a_nul(house: House) -> None:
    bodies = some_customers(1)
    bodies["customer", "1"] = Customer(record_id="1", name="x", street="12\0 Mill Lane")
    assert house.publish("key-0001", {}, bodies, base=0).state == "done"
    assert house.shown(("customer", "1"))["customer", "1"] == canonical.encode(bodies["customer", "1"])
