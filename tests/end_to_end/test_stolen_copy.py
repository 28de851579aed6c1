"""What a thief of the receiver's database and files, or of the office computer's folder, learns about passwords."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.guards.recoverable import guessed, readable
from tests.support.office import Office
from tests.support.receiver import Receiver
from tests.support.visitor import Visitor

CANARY = "walrus-umbra-7Qx-pelican"
STAFF_CANARY = "Staff-canary-88-zebra-lagoon"


def published(paired: tuple[Receiver, Office]) -> tuple[Receiver, Office, str]:
    """The office, published with "clip" for most customers and a word of her own for one; gives her number."""
    receiver, office = paired
    number = next(iter(office.passwords()))
    office.change("UPDATE customers SET password = 'clip' WHERE password <> ''")
    office.change("UPDATE customers SET password = ? WHERE number = ?", CANARY, number)
    office.change("UPDATE users SET password = ? WHERE level = 1", STAFF_CANARY)
    office.process()
    with Visitor(receiver.url, office.company) as visitor:
        visitor.sign_in(number, CANARY)
        assert visitor.signed_in
    return receiver, office, number


def test_clip_cannot_be_guessed_from_a_copy_of_database_and_files(
    paired: tuple[Receiver, Office], tmp_path: Path
) -> None:
    receiver, office, _ = published(paired)
    with Visitor(receiver.url, office.company) as visitor:
        number = next(number for number, password in office.passwords().items() if password == "clip")
        visitor.sign_in(number, "clip")
        assert visitor.signed_in, "the copy has to hold a verifier of clip for the guess to mean something"
    receiver.end()
    copy = tmp_path / "stolen"
    shutil.copytree(receiver.data, copy)
    assert not (copy / receiver.secret_file.name).exists()
    assert guessed(copy, "clip") == []


def test_no_password_is_readable_anywhere(paired: tuple[Receiver, Office]) -> None:
    receiver, office, number = published(paired)
    office.run("process")
    office.run("status")
    office.must("customers", "show", number)
    receiver.end()
    assert receiver.log.exists(), "the log is searched too"
    for folder in (receiver.folder, office.home):
        assert any(folder.rglob("*"))
        assert readable(folder, [CANARY, STAFF_CANARY]) == []
