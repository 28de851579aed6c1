"""Ten times the same request at the same moment has one effect (reliability F25)."""

from __future__ import annotations

import base64
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import msgspec
import requests

from shared import parts
from shared.messages import Begin, Begun
from tests.receiver.hosted import begun
from tests.receiver.publishing import some_customers
from tests.receiver.signed import Computer, begin_of, changes_of, send

TIMES = 10
SET = some_customers(8)


def at_once(prepared: list[requests.PreparedRequest]) -> list[requests.Response]:
    """Send all of them together."""
    gate = Barrier(len(prepared))

    def one(request: requests.PreparedRequest) -> requests.Response:
        gate.wait()
        return send(request)

    with ThreadPoolExecutor(len(prepared)) as pool:
        return list(pool.map(one, prepared))


def ten(computer: Computer, method: str, path: str, body: bytes = b"", digest: str = "") -> list[requests.Response]:
    """The answers to ten such requests."""
    headers = {"Porchlight-Part-Digest": digest} if digest else None
    return at_once([computer.request(method, path, body, headers) for _ in range(TIMES)])


def same(answers: list[requests.Response], status: int) -> bytes:
    """The one body that all answers have."""
    assert [one.status_code for one in answers] == [status] * TIMES, [one.text for one in answers]
    assert len({one.content for one in answers}) == 1
    return answers[0].content


def snapshots(computer: Computer) -> tuple[int, int]:
    """newest, published."""
    status = computer.send("GET", "status").json()
    return status["newest"], status["published"]


def test_F25_ten_of_each_request_publish_once(computer: Computer) -> None:
    begin = msgspec.json.encode(begin_of(SET, computer.record_key, idempotency_key="key-0001"))
    upload = msgspec.json.decode(same(ten(computer, "POST", "snapshots", begin), 200), type=Begun)
    assert upload.state == "changes"
    data = changes_of(SET)
    same(ten(computer, "PUT", f"snapshots/{upload.id}/parts/1", data, parts.digest(data)), 204)
    done = msgspec.json.decode(same(ten(computer, "POST", f"snapshots/{upload.id}/commit"), 200), type=Begun)
    assert done.receipt is not None and done.receipt.counts == {"company": 1, "customer": 8}
    assert snapshots(computer) == (upload.id, upload.id)


def test_F25_ten_small_changes_in_the_first_request_publish_once(computer: Computer) -> None:
    change = changes_of(SET)
    begin = msgspec.structs.replace(
        begin_of(SET, computer.record_key, idempotency_key="key-0001"),
        change=base64.b64encode(change).decode(),
        change_digest=parts.digest(change),
    )
    done = msgspec.json.decode(same(ten(computer, "POST", "snapshots", msgspec.json.encode(begin)), 200), type=Begun)
    assert done.state == "done"
    assert snapshots(computer) == (done.id, done.id)


def test_F25_ten_whole_sets_over_an_older_one_publish_once(computer: Computer) -> None:
    first = some_customers(30, street="Elm")
    opened = begun(computer, "key-0001", first)
    assert computer.put(opened.id, 1, changes_of(first)).status_code == 204
    assert computer.commit(opened.id).status_code == 200
    upload = begun(computer, "key-0002", SET)
    assert upload.state == "all"
    assert computer.put(upload.id, 1, changes_of(SET)).status_code == 204
    done = msgspec.json.decode(same(ten(computer, "POST", f"snapshots/{upload.id}/commit"), 200), type=Begun)
    assert done.receipt is not None and done.receipt.difference["customer"] == {"added": 0, "changed": 8, "removed": 22}


def test_F29_ten_different_uploads_at_once_leave_one_open(computer: Computer) -> None:
    def begin(n: int) -> Begin:
        return begin_of(some_customers(n + 1), computer.record_key, idempotency_key=f"key-{n:04}")

    answers = at_once([computer.request("POST", "snapshots", msgspec.json.encode(begin(n))) for n in range(TIMES)])
    assert {one.status_code for one in answers} == {200}
    numbers = [one.json()["id"] for one in answers]
    assert len(set(numbers)) == TIMES
    looked = [computer.send("GET", f"snapshots/{number}").status_code for number in numbers]
    assert sorted(looked) == [200] + [409] * (TIMES - 1)
