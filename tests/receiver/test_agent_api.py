"""The agent API through the real `receiver serve`: signatures, codes, limits, strict JSON, one publish."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from shared import limits, parts
from shared.messages import PROTOCOL_HEADER, Begun
from shared.signing import SEEN_HEADER
from tests.receiver.hosted import Hosted
from tests.receiver.publishing import some_customers
from tests.receiver.signed import Computer, begin_of, changes_of, code_of, send


def test_A12_a_code_pairs_once_and_repeats_its_answer(hosted: Hosted) -> None:
    one = hosted.computer()
    first, again = one.pair(hosted.code), _unpaired(one).pair(hosted.code)
    assert first.status_code == 201 and first.content == again.content
    other = hosted.computer().pair(hosted.code)
    wrong_company = Computer(hosted.receiver.url, 99_999).pair(hosted.code)
    assert code_of(other) == code_of(wrong_company) == "bad-code"
    assert other.content == wrong_company.content
    second = hosted.receiver.pairing_code(hosted.number)
    assert code_of(hosted.computer().pair(second, practice_id="another")) == "other-practice"


def test_A12_five_wrong_codes_void_the_right_one(hosted: Hosted) -> None:
    for _ in range(5):
        assert code_of(hosted.computer().pair("0000-0000-0000-0000")) == "bad-code"
    assert code_of(hosted.computer().pair(hosted.code)) == "bad-code"


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
    # What a person saw counts for something, so that the signature has to cover it.
    assert code_of(computer.send("GET", "status", headers={SEEN_HEADER: "7/14"})) == "bad-signature"


def test_F31_a_wrong_clock_learns_the_time(computer: Computer) -> None:
    computer.ahead = timedelta(hours=1)
    answer = computer.send("GET", "status")
    assert code_of(answer) == "clock" and answer.json()["time"].endswith("Z")


def test_T7_a_revoked_computer_is_refused_at_once(hosted: Hosted, computer: Computer) -> None:
    begin = begin_of(some_customers(1), computer.record_key, idempotency_key="key-0001")
    begun = msgspec.json.decode(computer.begin(begin).content, type=Begun)
    device = computer.key_id.partition("/")[2]
    hosted.receiver.must("devices", "revoke", device, "--company", str(hosted.number))
    assert code_of(computer.put(begun.id, 0, changes_of(some_customers(1)))) == "unknown-device"


UNSOUND = (
    b"",
    b"{",
    b"[]",
    b"\xef\xbb\xbf{}",
    b'{"base": NaN}',
    b'{"base": 1, "base": 2}',
    b"[" * 100_000,
    b'{"x": 1}',
)


def test_control_messages_are_read_strictly(computer: Computer) -> None:
    sound = msgspec.json.encode(begin_of(some_customers(1), computer.record_key, idempotency_key="key-0001"))
    twice = sound.replace(b'"base":0', b'"base":0,"base":0')
    for body in (*UNSOUND, twice, sound + b"{}", sound.replace(b"true", b"1")):
        assert code_of(computer.send("POST", "snapshots", body)) == "bad-request", body[:80]
    assert computer.send("POST", "snapshots", sound).status_code == 200


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
