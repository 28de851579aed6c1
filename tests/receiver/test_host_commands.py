"""The host's commands for one company: its computers, codes, snapshots and locked customers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.receiver.hosted import publish, served
from tests.receiver.publishing import some_customers
from tests.receiver.signed import Computer, code_of
from tests.support.databases import Databases
from tests.support.receiver import Receiver
from tests.support.visitor import Visitor


@pytest.fixture(scope="module")
def receiver(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Receiver]:
    """A receiver that serves companies 112 and 113."""
    with served(databases, "sqlite", tmp_path_factory.mktemp("commands")) as one:
        yield one


@pytest.fixture(scope="module")
def computer(receiver: Receiver) -> Computer:
    """A computer of company 112."""
    one = Computer(receiver.url)
    assert one.pair(receiver.create_company(112, "Green Valley")).status_code == 201
    return one


@pytest.fixture(scope="module")
def other(receiver: Receiver) -> Computer:
    """A computer of company 113."""
    one = Computer(receiver.url, 113)
    assert one.pair(receiver.create_company(113, "Other")).status_code == 201
    return one


def device(computer: Computer) -> str:
    """The id under which the receiver lists it."""
    return computer.key_id.partition("/")[2]


def refused(receiver: Receiver, *words: str) -> str:
    """What a command says that must be refused."""
    answer = receiver.run(*words, "--json")
    assert answer.code == 1, answer
    assert "Traceback" not in answer.err
    return str(answer.json["error"]["title"])


def test_A12_a_computer_is_listed_renamed_and_removed(receiver: Receiver, computer: Computer, other: Computer) -> None:
    second = Computer(receiver.url)
    assert second.pair(receiver.pairing_code(112)).status_code == 201
    listed = receiver.must("devices", "list", "--company", "112", "--json").json["devices"]
    assert [one["device"] for one in listed] == [device(computer), device(second)]
    assert {one["name"] for one in listed} == {"FRONT DESK"}
    assert all(one["revoked"] is None and one["last_address"] == "127.0.0.1" for one in listed)
    named = receiver.must(
        "devices", "rename", device(second), "--name", " Back\x1b Office ", "--company", "112", "--json"
    )
    assert named.json["name"] == "Back  Office"
    assert second.send("GET", "status").status_code == 200
    gone = receiver.must("devices", "revoke", device(second), "--company", "112", "--json").json
    assert gone["revoked"]
    assert code_of(second.send("GET", "status")) == "unknown-device"
    assert computer.send("GET", "status").status_code == 200
    again = receiver.must("devices", "revoke", device(second), "--company", "112", "--json").json
    assert again["revoked"] == gone["revoked"]
    text = receiver.must("devices", "list", "--company", "112").out
    assert "Back  Office" in text and "removed" in text and device(other) not in text


def test_T2_another_companys_computer_cannot_be_named(receiver: Receiver, computer: Computer, other: Computer) -> None:
    for words in (("rename", device(other), "--name", "Ours"), ("revoke", device(other))):
        assert device(other) in refused(receiver, "devices", *words, "--company", "112")
    assert other.send("GET", "status").status_code == 200


def test_commands_know_which_companies_there_are(receiver: Receiver) -> None:
    for words in (("devices", "list"), ("snapshots", "list"), ("pairing-code",), ("unlock", "00001")):
        assert refused(receiver, *words, "--company", "999") == "There is no company 999."
    answer = receiver.run("snapshots", "list", "--company", "0", "--json")
    assert answer.code == 2 and answer.json["error"]["detail"]


def test_A12_a_later_code_pairs_once_and_ends_soon(receiver: Receiver, computer: Computer) -> None:
    code = receiver.pairing_code(112)
    receiver.told("UPDATE pairing_codes SET expires_at = '2020-01-01 00:00:00.000000' WHERE used_by = ''")
    assert code_of(Computer(receiver.url).pair(code)) == "bad-code"
    fresh = receiver.must("pairing-code", "--company", "112").out.split()[0]
    assert Computer(receiver.url).pair(fresh).status_code == 201
    assert code_of(Computer(receiver.url).pair(fresh)) == "bad-code"


def test_C4_snapshots_are_listed_newest_first(receiver: Receiver, other: Computer) -> None:
    assert receiver.must("snapshots", "list", "--company", "113").out.strip() == "Nothing was published yet."
    first = publish(other, "key-0001", some_customers(3))
    second = publish(other, "key-0002", some_customers(2), base=99)
    listed = receiver.must("snapshots", "list", "--company", "113", "--json").json["snapshots"]
    assert [(one["snapshot"], one["published"]) for one in listed] == [(second.id, True), (first.id, False)]
    assert [one["counts"]["customer"] for one in listed] == [2, 3]
    assert first.receipt is not None and listed[1]["digest"] == first.receipt.digest
    lines = receiver.must("snapshots", "list", "--company", "113").out.splitlines()
    assert "published" in lines[1] and "published" not in lines[2]


def test_C4_unlock_lets_a_locked_customer_try_again(receiver: Receiver, computer: Computer) -> None:
    publish(computer, "key-0001", some_customers(2))
    with Visitor(receiver.url, 112) as visitor:
        for _ in range(5):
            visitor.sign_in("00001", "wrong word", status=401)
        visitor.sign_in("00001", "wrong word", status=429)
        assert receiver.must("unlock", "00001", "--company", "112", "--json").json == {"unlocked": True}
        visitor.sign_in("00001", "wrong word", status=401)
    assert receiver.run("unlock", "00000", "--company", "112").code == 3
    assert receiver.run("unlock", "nobody", "--company", "112").code == 3
