"""Parts that are damaged, cut short, or hold what no record may hold (reliability F33, F34, bad input 33)."""

from __future__ import annotations

from random import Random

import pytest

from receiver.domain.refusals import Refused
from shared import parts
from shared.parts import Change
from shared.records import Credential, Customer, Staff
from tests.receiver.damaged import SOUND, a_set, damaged_by_a_bit, flipped
from tests.receiver.publishing import DEVICE, House, some_customers
from tests.receiver.signed import changes_of

FLIPS = 400
PUBLISHED_FLIPS = 60
DEEP = 100_000


def test_F33_what_was_damaged_on_the_way_is_always_refused(house: House) -> None:
    upload = house.open("key-0001", a_set()).id
    before, data, dice = house.stored(), changes_of(a_set()), Random(33)
    announced = parts.digest(data)
    damaged = [data[:length] for length in range(len(data))] + [flipped(data, dice) for _ in range(FLIPS)]
    for one in damaged:
        assert house.refused(house.publisher.put_part, 112, DEVICE, upload, 1, one, announced) == "bad-request"
    assert house.stored() == before


def test_F33_a_part_cut_short_anywhere_is_no_part(house: House) -> None:
    upload = house.open("key-0001", a_set()).id
    before, data = house.stored(), changes_of(a_set())
    for length in range(len(data)):
        assert house.refused(house.put, upload, 1, data[:length]) == "bad-request"
    assert house.refused(house.put, upload, 1, data + b"\0") == "bad-request"
    assert house.refused(house.put, upload, 1, data + data) == "bad-request"
    assert house.stored() == before


def test_F33_a_part_damaged_before_it_was_digested_is_never_published(house: House) -> None:
    data, dice, taken = changes_of(a_set()), Random(34), 0
    for at in range(PUBLISHED_FLIPS):
        upload = house.open(f"key-{at:04}", a_set()).id
        try:
            house.put(upload, 1, damaged_by_a_bit(data, dice))
        except Refused as refused:
            assert refused.code in ("bad-request", "bad-records")
        else:
            taken += 1
            assert house.refused(house.publisher.commit, 112, DEVICE, upload) == "digest-mismatch"
    assert taken
    assert house.numbers == (0, 0)


COSTS = "$argon2id$v=19$m=19456,t=2,p=1"
SALT, TAG = SOUND.split("$")[4:]
WRONG_VERIFIERS = (
    "",
    "clip",
    f"$argon2id$v=19$m=4194304,t=2,p=1${SALT}${TAG}",
    f"$argon2id$v=19$m=19456,t=1000000,p=1${SALT}${TAG}",
    f"$argon2id$v=19$m=8,t=1,p=1${SALT}${TAG}",
    f"$argon2id$v=19$m=19456,t=2,p=4${SALT}${TAG}",
    f"$argon2id$v=16$m=19456,t=2,p=1${SALT}${TAG}",
    f"$argon2i$v=19$m=19456,t=2,p=1${SALT}${TAG}",
    f"{COSTS}$${TAG}",
    f"{COSTS}${SALT}$",
    f"{COSTS}${SALT[:-1]}!${TAG}",
    f"{COSTS}${SALT[:-1]}B${TAG}",
    f"{COSTS}${SALT}==${TAG}",
    f"{COSTS}${SALT}${TAG}\n",
    f"{COSTS}${SALT}${TAG}$x",
    f" {SOUND}",
    "$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW",
)


@pytest.mark.parametrize("kind", ["credential", "staff"])
def test_F34_other_costs_or_forms_of_a_verifier_refuse_the_whole_part(house: House, kind: str) -> None:
    upload = house.open("key-0001", a_set()).id
    before = house.stored()
    for verifier in WRONG_VERIFIERS:
        body = Credential(record_id="1", verifier=verifier) if kind == "credential" else Staff(verifier, level=1)
        part = changes_of({**some_customers(3), (kind, "00001"): body})
        assert house.refused(house.put, upload, 1, part) == "bad-records", verifier
        assert house.stored() == before


def body_of(text: str) -> bytes:
    """A customer's body with one field more."""
    return f'{{"record_id":"1","name":"x",{text}}}'.encode()


WRONG_CUSTOMERS = (
    b"",
    b"null",
    b"[]",
    b'{"record_id":"1"}',
    b'{"record_id":1,"name":"x"}',
    body_of('"name":"\\ud800"'),
    body_of('"balance":"NaN"'),
    body_of('"balance":"Infinity"'),
    body_of('"balance":"1e30"'),
    body_of('"balance":"1e-999999"'),
    body_of('"balance":"twelve"'),
    body_of('"jobs":[{"number":"1","price":"9e99"}]'),
    body_of('"jobs":[{"number":"1","next_visit":"2026-02-30T09:00:00"}]'),
    body_of('"jobs":[{"number":"1","next_visit":"2026-02-03T09:00:00Z"}]'),
    body_of(f'"more":{"[" * DEEP}{"]" * DEEP}'),
)


@pytest.mark.parametrize("body", WRONG_CUSTOMERS, ids=lambda body: repr(body[:60]))
def test_F34_a_record_that_no_page_could_show_is_refused(house: House, body: bytes) -> None:
    upload = house.open("key-0001", some_customers(1)).id
    before = house.stored()
    assert house.refused(house.put, upload, 1, parts.pack([Change("customer", "00001", body)])) == "bad-records"
    assert house.stored() == before


def test_F35_content_that_is_nested_too_deep_is_no_part(house: House) -> None:
    upload = house.open("key-0001", some_customers(1)).id
    nested = b"\x91\x94\xa8customer\xa11\xc0" + b"\x91" * DEEP + b"\xc0"
    assert house.refused(house.put, upload, 1, parts.zstd.compress(nested)) == "bad-request"


def test_F35_a_part_that_asks_for_much_memory_is_no_part(house: House) -> None:
    upload = house.open("key-0001", some_customers(1)).id
    wide = parts.zstd.ZstdCompressor(options={parts.zstd.CompressionParameter.window_log: 27})
    # Flushed before its end, so that it can't say how much it holds.
    data = wide.compress(b"\x90", wide.FLUSH_BLOCK) + wide.flush()
    assert parts.zstd.decompress(data) == b"\x90"
    assert house.refused(house.put, upload, 1, data) == "bad-request"


@pytest.mark.parametrize("key", ["", "a\x1fb", "a\nb", "a\x00b", "a\x7f", "k" * 401, "ü" * 201])
def test_F34_a_key_that_is_none_is_refused(house: House, key: str) -> None:
    upload = house.open("key-0001", some_customers(1)).id
    part = changes_of({("customer", key): Customer(record_id="1", name="x")})
    assert house.refused(house.put, upload, 1, part) == "bad-records"
    assert house.refused(house.put, upload, 1, changes_of({("customer", key): None})) == "bad-records"
    assert house.refused(house.put, upload, 1, parts.pack([Change("dog", "1", None)])) == "bad-records"
