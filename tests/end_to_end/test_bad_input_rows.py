"""Bad input 6 and 39 of reliability.md section 7: rows as real offices have them, from the practice database to the
pages, each counted exactly in the report of Process."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from receiver.db.unit_of_work import now
from receiver.domain.agents.codes import LATER_LIFE, make_code
from shared import limits
from tests.receiver.hosted import Hosting
from tests.support.office import Office
from tests.support.receiver import Receiver
from tests.support.visitor import Visitor

MEMO = "a" * 1_000_000
ROWS = f"""
DELETE FROM work; DELETE FROM jobs; DELETE FROM properties; DELETE FROM phones; DELETE FROM customers;
INSERT INTO customers (id, number, name, status, password, email) VALUES
  (1, '1', 'Ann Twin', 'ACTIVE', 'maple syrup', NULL), (2, '1', 'Second Twin', 'ACTIVE', 'birch beer', NULL),
  (3, '1', 'Third Twin', 'ACTIVE', 'birch beer', NULL), (4, '4', 'Padded', ' active ', 'maple syrup', ' p@x.example '),
  (5, '5', 'Cased', 'Active', 'maple syrup', NULL), (6, NULL, 'Nobody', 'ACTIVE', NULL, NULL),
  (7, '', 'Nobody', 'ACTIVE', NULL, NULL), (8, '8', NULL, 'ACTIVE', NULL, NULL),
  (9, 'a' || char(0), 'Nul', 'ACTIVE', 'maple syrup', NULL), (10, '10', 'Untyped', 'ACTIVE', 'tab' || char(9), NULL),
  (11, '11', 'Held', 'ON HOLD', 'maple syrup', NULL), (12, '12', 'Empty', NULL, 'maple syrup', NULL);
INSERT INTO properties (id, customer_id, name, notes) VALUES
  (1, 1, 'House', '{MEMO}'), (2, 1, NULL, NULL), (3, NULL, 'Lost', NULL), (4, 99, 'Lost', NULL);
INSERT INTO phones (customer_id, kind, number) VALUES (1, NULL, NULL), (1, 'work', '555 ' || char(7)), (NULL, 'x', '1');
INSERT INTO jobs (id, customer_id, number, property_id, next_visit) VALUES
  (1, 1, 'J1', 1, '2026-02-30'), (2, 1, NULL, 99, NULL), (3, 99, 'Lost', NULL, NULL), (4, NULL, 'Lost', NULL, NULL);
INSERT INTO work (job_id, posted, planned, started, ended) VALUES
  (1, 1, NULL, '2026-03-01 09:00:00', '2026-03-01 08:00:00'), (1, 1, NULL, '2999-03-01 09:00:00', NULL),
  (1, 1, NULL, NULL, NULL), (1, 0, '2026-13-01', NULL, NULL), (99, 1, NULL, '2026-03-01 09:00:00', NULL),
  (NULL, 0, NULL, NULL, NULL);
"""
COUNTED = {
    "records with a customer number that another record has": 2,
    "customers without a customer number": 2,
    "customers with control characters in their number": 1,
    "customers who are not active": 2,
    "passwords that nobody can type: with control characters, or too long": 1,
    "texts with control characters, which are shown as signs": 1,
    "texts shortened to what the portal shows": 1,
    "dates that are none, left empty": 2,
    "visits without a date": 2,
    "visits that end before they start, shown without an end": 1,
    "rows of the set phones that belong to no customer": 1,
    "rows of the set properties that belong to no customer": 2,
    "rows of the set jobs that belong to no customer": 2,
    "rows of the set work that belong to no customer": 2,
}


@pytest.fixture(scope="module")
def hosting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosting]:
    """A receiver that serves."""
    receiver = Receiver(tmp_path_factory.mktemp("rows") / "receiver")
    receiver.init()
    receiver.serve()
    one = Hosting.of(receiver)
    yield one
    one.work.engine.dispose()
    receiver.end()


@pytest.fixture
def office(hosting: Hosting, tmp_path: Path) -> Office:
    """An office of a fresh company; nothing is chosen, nobody paired."""
    return Office(tmp_path / "office", hosting.company().number)


def paired(hosting: Hosting, office: Office) -> Receiver:
    """Pair the office's computer."""
    with hosting.work.writing(office.company) as session:
        code, _expires = make_code(session, office.company, LATER_LIFE, now())
    office.pair(hosting.receiver, code)
    return hosting.receiver


def test_bad_input_39_odd_rows_are_published_as_stated_and_counted(hosting: Hosting, office: Office) -> None:
    office.sample(12)
    receiver = paired(hosting, office)
    with closing(sqlite3.connect(office.practice)) as connection, connection:
        connection.executescript(ROWS)
    told = office.process("--history-since", "2020-01-01")
    assert told["customers"] == 5
    assert told["without_password"] == 2
    assert {reason: told["left_out"].get(reason, 0) for reason in COUNTED} == COUNTED
    assert told["left_out"].keys() - COUNTED.keys() <= {"texts with characters that could not be read"}
    with Visitor(receiver.url, office.company) as visitor:
        visitor.sign_in("1", "birch beer", status=401)
        visitor.sign_in("9", "maple syrup", status=401)
        visitor.sign_in("11", "maple syrup", status=401)
        page = visitor.sign_in("1", "maple syrup")
        assert "Ann Twin" in page.text
        contact = visitor.get("contact")
        assert "a" * (limits.TEXT_CHARACTERS - 1) + "…" in contact.text
        assert "a" * limits.TEXT_CHARACTERS not in contact.text
        assert "555 ␇" in contact.text
        assert len(visitor.get("schedule").all(data_job="*")) == 2
        done = [one.all("time")[0].attributes["datetime"] for one in visitor.get("history").all("tr", data_job="*")]
        assert done == ["2999-03-01T09:00:00", "2026-03-01T09:00:00"]
    for number, name in (("4", "Padded"), ("5", "Cased")):
        with Visitor(receiver.url, office.company) as visitor:
            assert name in visitor.sign_in(number, "maple syrup").text


MAPPING = """
{practice}
[company]
"CP.Name" = "Kundendienst"
[customers]
table = "people"
[customers.fields]
"CU.Customer Number" = "no"
"CU.Customer Name" = "label"
"CU.City" = "town"
"CU.Customer Password" = "pin"
"CU.Customer Status" = {{ constant = "ACTIVE" }}
"""


def mapped(office: Office, practice: str) -> Path:
    """A mapping of the table `people`; `practice` says how its texts are written."""
    file = office.folder / "people.toml"
    file.write_text(MAPPING.format(practice=practice))
    return file


def test_bad_input_06_bytes_of_another_code_page_are_read_by_the_declared_one(hosting: Hosting, office: Office) -> None:
    office.practice = office.folder / "foreign.db"
    office.url = f"sqlite:///{office.practice}"
    office.practice.touch()
    office.change("CREATE TABLE people (no TEXT, label TEXT, town TEXT, pin TEXT)")
    office.change(
        "INSERT INTO people VALUES ('1', CAST(x'4DFC6C6C6572' AS TEXT), CAST(x'4B819A' AS TEXT), 'ahorn saft')"
    )
    office.init(mapped(office, ""))
    office.must("settings", "set", "--email", "office@rows.example")
    receiver = paired(hosting, office)
    refused = office.run("process", "--json")
    assert refused.code == 1, refused
    assert "encoding" in refused.json["error"]["remedy"]
    office.init(mapped(office, '[practice]\nencoding = "cp1252"'))
    told = office.process()
    assert told["left_out"]["texts with characters that could not be read"] == 1
    with Visitor(receiver.url, office.company) as visitor:
        assert "Müller" in visitor.sign_in("1", "ahorn saft").text
        assert "K\ufffd\u0161" in visitor.get("contact").text
