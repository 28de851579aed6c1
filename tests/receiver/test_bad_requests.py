"""Bad input, row by row of reliability.md section 7: the agent API, through `receiver serve`.

Whoever sends these requests holds a computer's key: everything is signed, so that nothing is refused for less.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator

import msgspec
import pytest

from shared import parts
from shared.messages import PROTOCOL_HEADER
from shared.version import PREFIX, PROTOCOL
from tests.receiver.hosted import Hosted, Hosting, begun, publish
from tests.receiver.publishing import some_customers
from tests.receiver.signed import Computer, begin_of, changes_of, code_of, send
from tests.support.raw import request, say

pytestmark = pytest.mark.parametrize("serving", ["sqlite"], indirect=True)
"""All is refused before a database is asked for more than the computer's key."""

SET = some_customers(2)


@pytest.fixture
def untouched(hosting: Hosting, computer: Computer) -> Iterator[Computer]:
    """A computer whose company holds no snapshot, and nothing of an upload, before and after the test."""
    yield computer
    status = computer.send("GET", "status").json()
    assert (status["newest"], status["published"]) == (0, 0)


def sound(computer: Computer) -> bytes:
    """A request to begin that would be taken."""
    return msgspec.json.encode(begin_of(SET, computer.record_key, idempotency_key="key-0001"))


def with_base(text: str, computer: Computer) -> bytes:
    """The sound request with this in place of the number it builds on."""
    made = sound(computer).replace(b'"base":0', b'"base":' + text.encode("utf-8", "surrogatepass"))
    assert made != sound(computer)
    return made


NUMBERS = ["-1", "1.5", "1e400", "1e3", "NaN", "Infinity", "-Infinity", str(2**31), str(2**63), str(2**64), "9" * 4_000,
           "true", "null", '"0"', "[]", "{}", "0x1", "01", "+1", "0 // none", "0/**/", "'0'", "\ufeff0"]  # fmt: skip


@pytest.mark.parametrize("number", NUMBERS, ids=lambda text: ascii(text[:24]))
def test_bad_input_22_what_is_no_number_of_ours_is_refused(untouched: Computer, number: str) -> None:
    assert code_of(untouched.send("POST", "snapshots", with_base(number, untouched))) == "bad-request"


def test_bad_input_22_json_that_two_programs_read_differently_is_refused(untouched: Computer) -> None:
    good = sound(untouched)
    for body in (
        b"",
        b" ",
        b"null",
        b"[]",
        b'"x"',
        good[:-1],
        good + b"{}",
        good + b"\0",
        b"\xef\xbb\xbf" + good,
        good.decode().encode("utf-16"),
        good.decode().encode("utf-32-le"),
        good.replace(b'"base":0', b'"base":0,"base":0'),
        good.replace(b'"base":0', b'"base":0,"b\\u0061se":0'),
        good.replace(b'"counts":{', b'"counts":{"customer":1,"customer":2,'),
        good.replace(b'"base":0', b'"base":0,'),
        good.replace(b'"base":0', b'"base":0 /* no */'),
        b"[" * 100_000 + b"]" * 100_000,
        b'{"a":' * 60_000 + b"1" + b"}" * 60_000,
        good.replace(b'"base":0', b'"x":' + b"[" * 50_000 + b"]" * 50_000 + b',"base":0'),
    ):
        assert body != good
        assert code_of(untouched.send("POST", "snapshots", body)) == "bad-request", body[:80]


TEXTS = [
    b'"\xff"',
    b'"\xc0\x80"',
    b'"\xed\xa0\x80"',
    b'"\\ud800"',
    b'"\\u0000"',
    b'"a\nb"',
    b'""',
    b'"%s"' % (b"k" * 5000),
]


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: ascii(text[:16]))
def test_bad_input_02_to_05_keys_that_are_no_text_are_refused(untouched: Computer, text: bytes) -> None:
    body = sound(untouched).replace(b'"key-0001"', text)
    assert code_of(untouched.send("POST", "snapshots", body)) == "bad-request"


def test_bad_input_02_bodies_beyond_their_size_are_refused(untouched: Computer) -> None:
    for method, path, size in (
        ("POST", "snapshots", 10**6),
        ("POST", "snapshots", 10**7),
        ("PUT", "snapshots/1/parts/1", 10**7),
    ):
        answer = untouched.send(method, path, bytes(size))
        assert code_of(answer) == "too-large"


def test_bad_input_23_fields_that_the_contract_does_not_know_are_refused(untouched: Computer) -> None:
    for name in ("company_id", "is_admin", "published", "device_id", "state", "__proto__", ""):
        body = sound(untouched).replace(b'"base":0', b'"%s":1,"base":0' % name.encode())
        assert code_of(untouched.send("POST", "snapshots", body)) == "bad-request", name


def test_bad_input_23_a_request_to_pair_names_one_company_and_nothing_else(hosted: Hosted) -> None:
    stranger = hosted.computer()
    for more in ({"company_id": 1}, {"device": "0" * 16}, {"level": 1}):
        fields = {
            "company": hosted.number,
            "code": hosted.code,
            "public_key": stranger.public_key,
            "computer": "DESK",
            "practice_id": "practice-1",
            **more,
        }
        assert code_of(stranger.send("POST", "pair", msgspec.json.encode(fields))) == "bad-request", more
    for company in (-1, 0, 2**31, 2**63, 1.5, "112", True, None):
        fields = {**fields, "company": company}
        del fields[next(iter(more))]
        assert code_of(stranger.send("POST", "pair", msgspec.json.encode(fields))) in ("bad-request", "bad-code")
        fields |= more
    assert stranger.pair(hosted.code).status_code == 201


NO_IDS = ["-1", "01", "2147483648", "9223372036854775808", "1e3", "1.0", "0x1", "one", "%00", "１", "+1", " 1"]


def test_bad_input_25_numbers_of_nothing_are_the_same_404(hosted: Hosted, computer: Computer) -> None:
    done = publish(computer, "key-0001", SET)
    answers = [computer.send("GET", f"snapshots/{number}") for number in NO_IDS]
    answers += [computer.send("GET", f"snapshots/{done.id}/parts"), computer.send("POST", f"snapshots/{done.id}/undo")]
    assert {code_of(one) for one in answers} == {"not-found"}
    assert len({one.content for one in answers}) == 1
    foreign = [computer.send("GET", f"snapshots/{number}") for number in ("0", str(done.id + 1), "2147483647")]
    assert {code_of(one) for one in foreign} == {"stale"}
    assert len({one.content for one in foreign}) == 1
    assert computer.send("GET", f"snapshots/{done.id}").status_code == 200


def test_bad_input_26_other_methods_are_refused(untouched: Computer) -> None:
    override = {"X-HTTP-Method-Override": "GET", "X-HTTP-Method": "GET"}
    for method, path in (
        *(("POST", "status"), ("PUT", "status"), ("OPTIONS", "status"), ("TRACE", "status"), ("FOO", "status")),
        *(("GET", "snapshots"), ("DELETE", "snapshots/1"), ("GET", "pair"), ("GET", "snapshots/1/commit")),
        *(("POST", "snapshots/1/parts/1"), ("PATCH", "snapshots/1/parts/1")),
    ):
        answer = untouched.send(method, path, headers=override)
        assert (answer.status_code, code_of(answer)) == (405, "method"), (method, path)
        assert answer.headers["Allow"]


def test_bad_input_27_what_says_that_it_is_no_json_is_refused(untouched: Computer) -> None:
    for kind in ("", "text/plain", "text/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        answer = untouched.send("POST", "snapshots", sound(untouched), {"Content-Type": kind})
        assert (answer.status_code, code_of(answer)) == (415, "media-type"), kind


def test_bad_input_21_a_body_that_is_packed_once_more_is_refused(untouched: Computer) -> None:
    upload = begun(untouched, "key-0001", SET)
    bomb, twice = gzip.compress(bytes(200_000_000)), gzip.compress(gzip.compress(changes_of(SET)))
    for encoding, data in (
        ("gzip", bomb),
        ("gzip", twice),
        ("deflate", zlib.compress(b"x")),
        ("br", b"x"),
        ("zstd", changes_of(SET)),
        ("GZIP", bomb),
        ("identity, gzip", bomb),
    ):
        answer = untouched.send("PUT", f"snapshots/{upload.id}/parts/1", data, {"Content-Encoding": encoding})
        assert (answer.status_code, code_of(answer)) == (415, "media-type"), encoding
    for data in (
        parts.zstd.compress(bytes(500_000_000)),
        parts.zstd.compress(parts.zstd.compress(bytes(10**8))),
        bomb[: 10**6],
    ):
        assert code_of(untouched.put(upload.id, 1, data)) == "bad-request"


def by_hand(
    computer: Computer, *headers: str, body: bytes = b"", method: str = "POST", path: str = "snapshots"
) -> bytes:
    """A signed request as bytes, with these headers besides."""
    prepared = computer.request(method, path, body)
    signed = [f"{name}: {value}" for name, value in prepared.headers.items() if name not in ("Host", "Content-Length")]
    host = computer.url.partition("//")[2]
    return request(method, f"{PREFIX}/{path}", *signed, *headers, host=host, body=body)


SMUGGLED = b"0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
LENGTHS: list[tuple[str, ...]] = [
    ("Content-Length: 6", "Transfer-Encoding: chunked"),
    ("Transfer-Encoding: chunked", "Content-Length: 6"),
    ("Content-Length: 6", "Transfer-Encoding: xchunked"),
    ("Content-Length: 6", "Content-Length: 7"),
    ("Content-Length: -6",),
    ("Content-Length: 6x",),
    ("Transfer-Encoding: chunked, identity",),
]


@pytest.mark.parametrize("lengths", LENGTHS, ids=str)
def test_bad_input_28_a_body_of_doubtful_length_smuggles_nothing(untouched: Computer, lengths: tuple[str, ...]) -> None:
    port = int(untouched.url.rpartition(":")[2])
    said = say(port, by_hand(untouched, *lengths, body=SMUGGLED))
    assert said.statuses == [400]
    assert said.closed


def test_bad_input_28_a_body_that_ends_early_or_late_is_refused(untouched: Computer) -> None:
    port, body = int(untouched.url.rpartition(":")[2]), sound(untouched)
    early = say(port, by_hand(untouched, f"Content-Length: {len(body) + 1}", body=body), ended=True)
    assert early.statuses in ([], [400])
    assert early.closed
    # The last byte is taken for the next request.
    late = say(port, by_hand(untouched, f"Content-Length: {len(body) - 1}", body=body))
    assert set(late.statuses) <= {400, 401}


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:port", "127.0.0.1@evil.example", "[fe80::1%25eth0]", ""])
def test_bad_input_29_another_host_is_refused(untouched: Computer, host: str) -> None:
    prepared = untouched.request("GET", "status")
    prepared.headers["Host"] = host
    answer = send(prepared)
    assert (answer.status_code, code_of(answer)) == (400, "bad-request")
    assert "evil" not in answer.text


def test_bad_input_29_what_a_stranger_claims_to_be_changes_nothing(untouched: Computer) -> None:
    claims = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "https",
        "X-Original-URL": "/healthz",
        "Forwarded": "for=::1",
    }
    assert untouched.send("GET", "status", headers=claims).status_code == 200
    assert code_of(untouched.send("GET", "status", headers={PROTOCOL_HEADER: f"{PROTOCOL}, {PROTOCOL}"})) == "protocol"


def test_bad_input_24_the_api_takes_no_query(untouched: Computer) -> None:
    for query in ("id=1&id=2", "x", "=", "%ff"):
        assert code_of(untouched.send("GET", f"status?{query}")) == "bad-request", query
