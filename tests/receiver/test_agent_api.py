"""The agent API through the real `receiver serve`: signatures, codes, limits, strict JSON, one publish."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from shared import limits, parts
from shared.messages import PROTOCOL_HEADER, Begun
from tests.receiver.publishing import some_customers
from tests.receiver.signed import Computer, begin_of, changes_of, code_of, send
from tests.support.receiver import Receiver


@pytest.fixture
def code(receiver: Receiver) -> str:
    """The pairing code of company 112."""
    return receiver.create_company(112, "Green Valley")


@pytest.fixture
def computer(receiver: Receiver, code: str) -> Computer:
    """A paired computer of company 112."""
    one = Computer(receiver.url)
    assert one.pair(code).status_code == 201
    return one


def test_A12_a_code_pairs_once_and_repeats_its_answer(receiver: Receiver, code: str) -> None:
    one = Computer(receiver.url)
    first, again = one.pair(code), Computer.pair(_unpaired(one), code)
    assert first.status_code == 201 and first.content == again.content
    other = Computer(receiver.url).pair(code)
    wrong_company = Computer(receiver.url, 113).pair(code)
    assert code_of(other) == code_of(wrong_company) == "bad-code"
    assert other.content == wrong_company.content
    assert code_of(one.pair(receiver.pairing_code(112), practice_id="another")) != "bad-code"


def test_A12_five_wrong_codes_void_the_right_one(receiver: Receiver, code: str) -> None:
    for _ in range(5):
        assert code_of(Computer(receiver.url).pair("0000-0000-0000-0000")) == "bad-code"
    assert code_of(Computer(receiver.url).pair(code)) == "bad-code"


def test_A8_publishes_once_whatever_is_repeated(computer: Computer) -> None:
    bodies = some_customers(5)
    begin = begin_of(bodies, computer.record_key, idempotency_key="key-0001")
    begun = msgspec.json.decode(computer.begin(begin).content, type=Begun)
    data = changes_of(bodies)
    assert [computer.put(begun.id, 0, data).status_code for _ in range(2)] == [204, 204]
    done = [computer.commit(begun.id) for _ in range(2)]
    assert done[0].status_code == 200 and done[0].content == done[1].content
    assert computer.begin(begin).json()["state"] == "done"
    status = computer.send("GET", "status").json()
    assert (status["newest"], status["published"]) == (begun.id, begun.id)


def test_T6_changed_requests_are_refused(computer: Computer) -> None:
    prepared = computer.request("GET", "status")
    signature = prepared.headers["Signature"]
    prepared.headers["Signature"] = signature.replace(signature[10], "A" if signature[10] != "A" else "B", 1)
    assert code_of(send(prepared)) == "bad-signature"
    moved = computer.request("GET", "status")
    moved.url = f"{computer.url}/api/v1/snapshots/1"
    assert code_of(send(moved)) == "bad-signature"
    longer = computer.request("POST", "snapshots", b"{}")
    longer.body = b"[]"
    assert code_of(send(longer)) == "bad-signature"
    unsigned = computer.request("GET", "status")
    del unsigned.headers["Signature"]
    assert code_of(send(unsigned)) == "bad-signature"


def test_F31_a_wrong_clock_learns_the_time(computer: Computer) -> None:
    computer.ahead = timedelta(hours=1)
    answer = computer.send("GET", "status")
    assert code_of(answer) == "clock" and answer.json()["time"].endswith("Z")


def test_T7_a_revoked_computer_is_refused_at_once(receiver: Receiver, computer: Computer) -> None:
    begin = begin_of(some_customers(1), computer.record_key, idempotency_key="key-0001")
    begun = msgspec.json.decode(computer.begin(begin).content, type=Begun)
    receiver.must("devices", "revoke", computer.key_id.partition("/")[2], "--company", "112")
    assert code_of(computer.put(begun.id, 0, changes_of(some_customers(1)))) == "unknown-device"


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"\xef\xbb\xbf{}", b'{"base": NaN}', b'{"base": 1, "base": 2}', b"[" * 100_000, b'{"x": 1}'],
)
def test_control_messages_are_read_strictly(computer: Computer, body: bytes) -> None:
    assert code_of(computer.send("POST", "snapshots", body)) == "bad-request"


def test_F33_F35_broken_and_large_parts_are_refused(computer: Computer) -> None:
    begin = begin_of(some_customers(1), computer.record_key, idempotency_key="key-0001")
    begun = msgspec.json.decode(computer.begin(begin).content, type=Begun)
    data = changes_of(some_customers(1))
    assert code_of(computer.put(begun.id, 0, data, digest="0" * 64)) == "bad-request"
    assert code_of(computer.put(begun.id, 0, data[:-1])) == "bad-request"
    assert code_of(computer.put(begun.id, 0, bytes(limits.PART_BYTES + 1))) == "too-large"
    bomb = parts.zstd.compress(bytes(64 * 1024 * 1024))
    assert code_of(computer.put(begun.id, 0, bomb)) == "bad-request"
    assert code_of(computer.put(begun.id, limits.PARTS_IN_SNAPSHOT, data)) == "too-large"


def test_refusals_are_problems_everywhere(computer: Computer) -> None:
    assert code_of(computer.send("GET", "status", headers={PROTOCOL_HEADER: "99"})) == "protocol"
    assert code_of(computer.send("GET", "nothing/here")) == "not-found"
    assert code_of(computer.send("DELETE", "status")) == "method"
    assert code_of(computer.send("GET", "status?x=1")) == "bad-request"
    assert code_of(computer.send("POST", "snapshots", b"{}", {"Content-Type": "text/plain"})) == "media-type"
    assert code_of(computer.send("GET", f"snapshots/{2**63}")) == "not-found"
    foreign = computer.request("GET", "status", headers={"Host": "evil.example"})
    foreign.headers["Host"] = "evil.example"
    assert code_of(send(foreign)) == "bad-request"


def _unpaired(computer: Computer) -> Computer:
    """The same computer, as if it had never got the answer."""
    again = Computer(computer.url, computer.company)
    again.key = computer.key
    return again
