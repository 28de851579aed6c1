"""A host puts an older copy of the receiver's data back: what the office published since is sent again, everything of
it, under numbers that no computer of the office has seen (F39); and what is said where that can't go on by itself."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.agent.clerk import Clerk
from tests.agent.wired import changes
from tests.support.office import Office
from tests.support.proxy import Fault
from tests.support.receiver import Receiver
from tests.support.visitor import Visitor


def copied(receiver: Receiver, name: str) -> Path:
    """A copy of the receiver's data as it is now."""
    copy = receiver.folder / name
    shutil.copytree(receiver.data / "files", copy / "files")
    with (
        closing(sqlite3.connect(receiver.database)) as source,
        closing(sqlite3.connect(copy / receiver.database.name)) as target,
    ):
        source.backup(target)
    return copy


def put_back(receiver: Receiver, copy: Path) -> None:
    """Go back to the copy. No host does that within a second; requests of one number are told apart by theirs."""
    receiver.end()
    since = int(time.time())
    while int(time.time()) == since:
        time.sleep(0.02)
    receiver.put_back(copy)
    receiver.serve()


@contextmanager
def second_computer(clerk: Clerk) -> Iterator[Office]:
    """Another computer of the office, which has the same practice database open."""
    office = clerk.wired.office
    other = Office(office.folder.parent / f"second of {clerk.receiver.port}")
    other.url = office.url
    other.init()
    other.pair(clerk.receiver, clerk.receiver.pairing_code(112))
    yield other
    shutil.rmtree(other.folder)


def test_F39_everything_is_sent_again_under_a_new_number(clerk: Clerk) -> None:
    clerk.move("Before")
    clerk.process()
    copy = copied(clerk.receiver, "copy")
    for city in ("Forgotten", "Forgotten Too"):
        clerk.move(city)
        seen = clerk.process()
    put_back(clerk.receiver, copy)
    assert clerk.cities() == {"Before"}
    again = clerk.process()
    sent = [change.key for change in changes(clerk.wired.proxy.sent) if change.kind == "customer"]
    assert len(set(sent)) == seen["counts"]["customer"]
    assert again["snapshot"] > seen["snapshot"]
    assert again["counts"] == seen["counts"]
    clerk.converged("Forgotten Too")


def test_F39_what_another_computer_published_meanwhile_is_not_taken_for_ours(clerk: Clerk) -> None:
    """Both know a snapshot of the same number, and they are different ones."""
    with second_computer(clerk) as other:
        clerk.process_or_nothing()
        copy = copied(clerk.receiver, "copy")
        clerk.move("Ours")
        ours = clerk.process()["snapshot"]
        put_back(clerk.receiver, copy)
        clerk.move("Theirs")
        assert other.process()["snapshot"] >= ours
        clerk.move("Ours Again", min(clerk.wired.office.passwords()))
        clerk.process()
        assert clerk.cities() == {"Theirs", "Ours Again"}
        assert clerk.process(code=3)["outcome"] == "nothing changed"


def test_F39_an_upload_that_was_open_in_the_copy_is_cleared(clerk: Clerk) -> None:
    clerk.wired.office.change("UPDATE work SET notes = hex(randomblob(3900))")
    clerk.move("Open")
    clerk.wired.proxy.plan(Fault(up=0), "POST", "/commit", count=3)
    clerk.process(code=5)
    copy = copied(clerk.receiver, "copy")
    clerk.process()
    clerk.move("Since")
    clerk.process()
    put_back(clerk.receiver, copy)
    assert clerk.process()["outcome"] == "published"
    clerk.converged("Since")


def test_F39_people_sign_in_as_before_and_as_since(clerk: Clerk, visitor: Callable[[Receiver, int], Visitor]) -> None:
    office, receiver = clerk.wired.office, clerk.receiver
    number, password = min(office.passwords().items())
    early = visitor(receiver, 112)
    early.sign_in(number, password)
    copy = copied(receiver, "copy")
    office.change("UPDATE customers SET password = 'chosen since the copy' WHERE number = ?", number)
    clerk.process()
    late = visitor(receiver, 112)
    late.sign_in(number, "chosen since the copy")
    put_back(receiver, copy)
    early.get("contact")
    assert early.signed_in
    late.get(status=401)
    clerk.process()
    late.sign_in(number, "chosen since the copy")
    assert late.signed_in


def test_F39_a_computer_that_was_paired_since_is_told_to_pair_again(clerk: Clerk) -> None:
    copy = copied(clerk.receiver, "copy")
    with second_computer(clerk) as other:
        clerk.move("Paired Since")
        other.process()
        put_back(clerk.receiver, copy)
        said = other.run("process", "--json")
        assert said.code == 1
        assert said.json["error"]["title"] == "The receiver does not know this computer."
        assert "agent pair" in said.json["error"]["remedy"]
        other.pair(clerk.receiver, clerk.receiver.pairing_code(112))
        assert other.process()["outcome"] == "published"
        assert clerk.cities() == {"Paired Since"}


def test_F39_a_secret_file_of_before_is_refused_at_the_start(clerk: Clerk, tmp_path: Path) -> None:
    receiver = clerk.receiver
    elsewhere = Receiver(tmp_path / "elsewhere")
    elsewhere.init()
    receiver.end()
    kept = receiver.secret_file.read_bytes()
    receiver.secret_file.write_bytes(elsewhere.secret_file.read_bytes())
    try:
        said = receiver.run("serve", "--bind", f"127.0.0.1:{receiver.port}")
    finally:
        receiver.secret_file.write_bytes(kept)
        receiver.serve()
    assert said.code == 1
    assert "secret file does not fit the database" in said.err
    assert "Put the secret file back" in said.err
