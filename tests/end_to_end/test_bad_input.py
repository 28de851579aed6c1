"""What goes wrong at the command line: a clear sentence with the next step, the exit code for it, nothing published."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.office import Office
from tests.support.processes import Answer, free_port, run
from tests.support.receiver import Receiver
from tests.support.small_disk import fill, small_disk

REFUSED, USAGE, TRY_LATER = 1, 2, 5


def clear(answer: Answer, code: int, *words: str) -> None:
    """The answer has the exit code and is clear: one object with title and next step, its words for people on
    standard error, no trace of Python, all of `words` in it."""
    assert answer.code == code, f"{answer.out}\n{answer.err}"
    told = answer.json["error"]
    assert told["title"]
    assert told["remedy"], f"no next step: {told}"
    assert told["title"] in answer.err
    assert "Traceback" not in answer.err
    assert 'File "' not in answer.err
    said = " ".join(told.values()).casefold()
    assert all(word.casefold() in said for word in words), told


def nothing_published(receiver: Receiver, office: Office) -> None:
    """The receiver holds no snapshot of the office."""
    assert receiver.must("snapshots", "list", "--company", str(office.company), "--json").json["snapshots"] == []


def pair(office: Office, url: str, code: str, company: int = 112) -> Answer:
    """`agent pair`."""
    return office.run("pair", "--receiver", url, "--company", str(company), "--code", code, "--json")


def test_A12_wrong_address(office: Office) -> None:
    clear(pair(office, f"http://127.0.0.1:{free_port()}", "AAAA-BBBB"), TRY_LATER, "127.0.0.1")
    clear(pair(office, "porchlight", "AAAA-BBBB"), USAGE, "https://")
    clear(pair(office, "http://portal.example.com", "AAAA-BBBB"), USAGE, "https")


def test_A12_an_address_where_something_else_answers(office: Office, receiver: Receiver) -> None:
    clear(pair(office, f"{receiver.url}/112", "AAAA-BBBB"), REFUSED)


def test_A12_wrong_company_and_wrong_code_sound_the_same(receiver: Receiver, office: Office) -> None:
    code = receiver.create_company(112, "Green Valley")
    wrong_company, wrong_code = pair(office, receiver.url, code, 999), pair(office, receiver.url, "AAAA-BBBB-CCCC-DDDD")
    clear(wrong_company, REFUSED, "code")
    clear(wrong_code, REFUSED, "code")
    assert wrong_company.json == wrong_code.json
    assert pair(office, receiver.url, code).code == 0


def test_A12_a_code_works_once(receiver: Receiver, office: Office, tmp_path: Path) -> None:
    code = receiver.create_company(112, "Green Valley")
    assert pair(office, receiver.url, code).code == 0
    second = Office(tmp_path / "second")
    second.url = office.url
    second.init()
    clear(pair(second, receiver.url, code), REFUSED, "code")


def test_A12_a_code_that_is_too_old(receiver: Receiver, office: Office) -> None:
    code = receiver.create_company(112, "Green Valley")
    with closing(sqlite3.connect(receiver.database, timeout=10)) as connection, connection:
        connection.execute("UPDATE pairing_codes SET expires_at = '2001-01-01 00:00:00.000000'")
    clear(pair(office, receiver.url, code), REFUSED, "code")


def test_A8_process_before_pairing(office: Office) -> None:
    clear(office.run("process", "--json"), REFUSED, "pair")


def test_A8_receiver_is_down(paired: tuple[Receiver, Office]) -> None:
    receiver, office = paired
    receiver.end()
    clear(office.run("process", "--json"), TRY_LATER)
    nothing_published(receiver, office)


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda file: file.unlink(), ("practice database",)),
        (lambda file: file.write_bytes(b"This is a letter to Aunt Mae.\n" * 400), ("no sqlite database",)),
        (lambda file: file.write_bytes(file.read_bytes()[:5000]), ("practice database",)),
    ],
    ids=["missing", "something else", "cut short"],
)
def test_A8_practice_database_cannot_be_read(
    paired: tuple[Receiver, Office], damage: object, words: tuple[str, ...]
) -> None:
    receiver, office = paired
    assert callable(damage)
    damage(office.practice)
    clear(office.run("process", "--json"), REFUSED, *words)
    nothing_published(receiver, office)


def test_A18_a_column_that_the_mapping_names_is_gone(receiver: Receiver, office: Office) -> None:
    office.practice = office.folder / "foreign.db"
    office.url = f"sqlite:///{office.practice}"
    office.practice.touch()
    office.change("CREATE TABLE people (no TEXT, label TEXT, pin TEXT)")
    office.change("INSERT INTO people VALUES ('1', 'Ann', 'a-long-word-of-hers')")
    mapping = office.folder / "foreign.toml"
    mapping.write_text(
        '[company]\n"CP.Name" = "Foreign"\n[customers]\ntable = "people"\n[customers.fields]\n'
        '"CU.Customer Number" = "no"\n"CU.Customer Name" = "label"\n"CU.Customer Password" = "pin"\n'
        '"CU.Customer Status" = { constant = "ACTIVE" }\n'
    )
    office.init(mapping)
    office.pair(receiver, receiver.create_company(office.company, "Foreign"))
    office.change("ALTER TABLE people RENAME COLUMN label TO caption")
    clear(office.run("process", "--json"), REFUSED, "CU.Customer Name", "people", "label", "caption")
    nothing_published(receiver, office)


def test_A18_a_mapping_with_a_slip_of_the_pen(office: Office) -> None:
    mapping = office.folder / "slip.toml"
    mapping.write_text('[customers]\ntable = "customers"\n[customers.fields]\n"CU.Custommer Number" = "number"\n')
    clear(
        office.run("init", "--database", office.url, "--mapping", str(mapping), "--json"), REFUSED, "CU.Customer Number"
    )


def test_A8_the_office_computers_disk_is_full(paired: tuple[Receiver, Office]) -> None:
    receiver, office = paired
    limited = ["-m", "tests.support.limited", "8192", "agent"]
    clear(run([*limited, "process", "--json", "--home", str(office.home)], office.environment), TRY_LATER)
    nothing_published(receiver, office)
    assert office.run("process").code == 0


def test_A8_the_receiver_cannot_write(tmp_path: Path, office: Office) -> None:
    receiver = Receiver(tmp_path / "receiver")
    receiver.init()
    code = receiver.create_company(112, "Green Valley")
    receiver.serve()
    office.pair(receiver, code)
    receiver.end()
    # Room for SQLite's shared memory (32 KiB) and a few pages of its journal.
    receiver.serve(file_limit=40_000)
    try:
        answer = office.run("process", "--json")
        clear(answer, answer.code, "receiver")
        assert answer.code in (REFUSED, TRY_LATER)
    finally:
        receiver.end()
    nothing_published(receiver, office)
    receiver.serve()
    try:
        assert office.run("process").code == 0
    finally:
        receiver.end()


if os.geteuid() == 0:

    def test_A8_the_receivers_disk_is_full(tmp_path: Path, office: Office) -> None:
        with small_disk(tmp_path / "disk") as folder:
            receiver = Receiver(folder / "receiver")
            receiver.init()
            code = receiver.create_company(112, "Green Valley")
            receiver.serve()
            try:
                office.pair(receiver, code)
                fill(folder / "ballast")
                clear(office.run("process", "--json"), TRY_LATER, "space")
                (folder / "ballast").unlink()
                nothing_published(receiver, office)
                assert office.run("process").code == 0
            finally:
                receiver.end()


def test_A19_unknown_words_are_usage_errors(office: Office) -> None:
    for words in (["process", "--history-since", "30 February"], ["replace", "--set", "customers"], ["juggle"]):
        answer = office.run(*words)
        assert answer.code == USAGE, answer
        assert "Traceback" not in answer.err
