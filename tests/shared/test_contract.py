"""The wire contract: canonical bytes, hashes, digests, parts, verifiers. What is written here can't change quietly."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import audit, canonical, limits, messages, outbound, parts, passwords, problems, records

EXAMPLES = Path(records.__file__).parent / "examples"
MESSAGES: dict[str, type[msgspec.Struct]] = {
    "message-pair": messages.Pair,
    "message-paired": messages.Paired,
    "message-begin": messages.Begin,
    "message-begun": messages.Begun,
    "message-commit": messages.Commit,
    "message-receipt": messages.Receipt,
    "message-status": messages.Status,
    "message-outbound": outbound.Outbound,
    "message-claim": outbound.Claim,
    "message-answer": outbound.Answer,
    "message-told": audit.Told,
    "message-noted": audit.Noted,
    "problem-clock": problems.Problem,
    "problem-claimed": problems.Problem,
    "problem-answered": problems.Problem,
    "problem-key-reused": problems.Problem,
    "problem-not-found": problems.Problem,
    "problem-bad-request": problems.Problem,
}


@pytest.mark.parametrize("kind", sorted(records.BODIES))
def test_every_kind_of_record_has_an_example_whose_bytes_and_hash_stand(kind: str) -> None:
    example = json.loads((EXAMPLES / f"record-{kind}.json").read_text())
    data = example["canonical"].encode()
    assert canonical.encode(canonical.decode(kind, data)) == data
    assert canonical.record_hash(kind, data, bytes(32)).hex() == example["hash"]
    assert json.loads(data) == example["body"]


@pytest.mark.parametrize("name", sorted(MESSAGES))
def test_every_message_has_an_example(name: str) -> None:
    data = (EXAMPLES / f"{name}.json").read_bytes()
    message = msgspec.json.decode(data, type=MESSAGES[name])
    assert json.loads(msgspec.json.encode(message)) == json.loads(data)


def test_no_example_stands_without_a_test() -> None:
    known = {f"record-{kind}" for kind in records.BODIES} | set(MESSAGES)
    assert {path.stem for path in EXAMPLES.glob("*.json")} == known


def test_a_field_at_its_default_leaves_no_trace_in_the_bytes() -> None:
    assert canonical.encode(records.Customer(record_id="1", name="Ruth")) == b'{"record_id":"1","name":"Ruth"}'


def test_the_hash_of_a_credential_needs_the_office_key() -> None:
    data = b'{"record_id":"1","verifier":"x"}'
    assert canonical.record_hash("credential", data, bytes(32)) != canonical.record_hash("credential", data, b"k" * 32)
    assert canonical.record_hash("customer", data, bytes(32)) == canonical.record_hash("customer", data, b"k" * 32)


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=6)))
def test_python_sorts_text_like_utf8_bytes(names: list[str]) -> None:
    assert sorted(names) == [name.decode() for name in sorted(one.encode() for one in names)]


NUMBERS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=5).filter(records.is_key)


@given(st.lists(NUMBERS, unique=True, max_size=8), st.lists(st.integers(1990, 2030), unique=True, max_size=4))
def test_history_keys_stand_in_the_order_of_their_customers(numbers: list[str], years: list[int]) -> None:
    in_customer_order = [records.history_key(n, y) for n in sorted(numbers) for y in sorted(years)]
    assert in_customer_order == sorted(in_customer_order)


@pytest.mark.parametrize("bad", ["", "a\x00", "a\nb", "\x1f", "\x7f", "\ud800"])
def test_keys_hold_no_control_characters(bad: str) -> None:
    assert not records.is_key(bad)


@pytest.mark.parametrize("good", ["1047", "Val2 ", " x", "Ä1", "０112", "💡"])
def test_keys_are_exact_text(good: str) -> None:
    assert records.is_key(good)


def test_the_digest_of_a_set_notices_every_difference() -> None:
    def digest(*items: tuple[str, str, bytes]) -> str:
        whole = canonical.SetDigest()
        for item in items:
            whole.add(*item)
        return whole.hexdigest()

    one = ("customer", "1", b"a" * 32)
    two = ("customer", "2", b"b" * 32)
    seen = [
        digest(),
        digest(one),
        digest(one, two),
        digest(two, one),
        digest(("credential", "1", b"a" * 32)),
        digest(("customer", "1", b"c" * 32)),
        digest(one, ("credential", "2", b"b" * 32)),
    ]
    assert len(set(seen)) == len(seen)
    assert digest(one, ("company", "-", b"b" * 32)) == digest(("company", "-", b"b" * 32), one)


def test_a_set_without_invoices_has_the_digest_that_the_first_protocol_gave_it() -> None:
    whole = canonical.SetDigest()
    for kind in ("company", "credential", "customer", "history", "staff"):
        example = json.loads((EXAMPLES / f"record-{kind}.json").read_text())
        whole.add(kind, example["key"], bytes.fromhex(example["hash"]))
    assert whole.hexdigest() == "751dcd5aed2d19b3e8567a32fcaa209c1696608b55b70b7939e1da145df9a248"


def test_parts_bring_back_what_was_put_in_and_keep_the_limits() -> None:
    changes = [parts.Change("customer", f"{n:06}", (b"%06d" % n) * 300) for n in range(6000)]
    changes.append(parts.Change("credential", "gone", None))
    packed = list(parts.split(changes))
    assert [change for one in packed for change in parts.unpack(one)] == changes
    assert all(len(one) <= limits.PART_BYTES for one in packed)


def test_what_does_not_compress_is_split_until_it_fits() -> None:
    noise = hash_noise(5 * limits.PART_BYTES)
    size = limits.BODY_BYTES
    changes = [parts.Change("history", str(n), noise[n * size : (n + 1) * size]) for n in range(10)]
    packed = list(parts.split(changes))
    assert all(len(one) <= limits.PART_BYTES for one in packed)
    assert sum(len(parts.unpack(one)) for one in packed) == 10


def hash_noise(size: int) -> bytes:
    """Bytes that no compressor makes smaller, the same in every run."""
    return b"".join(canonical.record_hash("x", n.to_bytes(4, "big"), b"") for n in range(size // 32))


@pytest.mark.parametrize("cut", [0, 1, 5, 20, -1])
def test_a_part_that_was_cut_is_refused(cut: int) -> None:
    whole = parts.pack([parts.Change("customer", "1", b"{}" * 40)])
    with pytest.raises(parts.PartError):
        parts.unpack(whole[:cut])


def test_a_part_followed_by_something_is_refused() -> None:
    with pytest.raises(parts.PartError):
        parts.unpack(parts.pack([]) + b"\0")


def test_a_compression_bomb_is_not_decoded() -> None:
    bomb = parts.zstd.compress(bytes(limits.PART_CONTENT_BYTES * 20))
    assert len(bomb) < limits.PART_BYTES
    with pytest.raises(parts.PartError, match="more than"):
        parts.unpack(bomb)


def test_a_verifier_is_parsed_only_in_its_one_form() -> None:
    verifier = passwords.make_verifier("correct horse")
    assert passwords.parse(verifier.text()) == verifier
    assert passwords.tag("correct horse", verifier.salt) == verifier.tag
    assert passwords.tag("Correct horse", verifier.salt) != verifier.tag


def test_the_same_word_typed_on_two_keyboards_is_the_same_password() -> None:
    assert passwords.normalise("caf\u00e9") == passwords.normalise("cafe\u0301")


GOOD = passwords.Verifier(bytes(16), bytes(32)).text()


@pytest.mark.parametrize(
    "bad",
    [
        "",
        GOOD.replace("argon2id", "argon2i"),
        GOOD.replace("m=19456", "m=4194304"),
        GOOD.replace("t=2", "t=1000000"),
        GOOD.replace("v=19", "v=16"),
        GOOD + "$",
        GOOD + "\n",
        GOOD[:-1],
        GOOD[:-1] + "B",
        GOOD.replace("AAAAAAAAAAAAAAAAAAAAAA$", "$"),
        "$2b$12$abcdefghijklmnopqrstuuJ8Jm1m3",
    ],
)
def test_a_verifier_with_other_costs_or_sloppy_base64_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match="not"):
        passwords.parse(bad)


def test_a_verifier_shows_nothing_of_itself() -> None:
    assert "tag" not in repr(passwords.make_verifier("x"))
