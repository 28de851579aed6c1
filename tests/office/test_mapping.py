"""A foreign database invented here, through a mapping of its own; and what is said where a mapping does not fit."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from agent.domain.errors import AgentError, PracticeError, SetupError
from agent.domain.practice import PracticeCustomer, ReadOptions
from agent.office.practice import open_practice
from agent.usecases.practice_ports import PracticeDatabase
from tests.office.conftest import query, script

TABLES = """
CREATE TABLE Client (Nbr INTEGER, LastName, State CHAR(10), Secret TEXT, Since TEXT, City INTEGER);
CREATE TABLE City (Id INTEGER, Label TEXT);
CREATE TABLE "Service Order" (Code TEXT, Client INTEGER, Next TEXT, Late TEXT, Fee REAL);
CREATE TABLE Trip (Ord TEXT, Day TEXT, Began TEXT, Done TEXT, Team INTEGER);
CREATE TABLE Team (Id INTEGER, Label TEXT);
CREATE TABLE Login (Name TEXT, Word TEXT, Rank TEXT);
INSERT INTO City VALUES (1, 'Łódź'), (2, 'Graz');
INSERT INTO Client VALUES (9, 'Nine', 'a', 'w9', '01.02.2020', 1), (10, X'54656E', 'A ', NULL, NULL, 7),
    (100, 'Hundred', 'z', 'w100', '31.12.2019', 2), (11, NULL, 'A', 'clip', '', NULL);
INSERT INTO "Service Order" VALUES ('b', 9, '24.12.2030 07:30', 'J', 19.9), ('a', 9, NULL, 'N', 5),
    ('c', 100, NULL, NULL, NULL), ('lost', 77, NULL, NULL, NULL);
INSERT INTO Trip VALUES ('a', '01.03.2026', '09:05', 'ja', 1), ('a', '28.02.2025', '10:00', 'ja', 2),
    ('b', '24.12.2030', '07:30', 'nein', 1), ('b', '31.12.2030', '07:30', 'nein', NULL),
    ('c', '1.1.2026', '8:00', 'ja', 1);
INSERT INTO Team VALUES (1, 'Rot'), (2, 'Blau');
INSERT INTO Login VALUES ('zoe', 'zw', '1'), ('Adam', 'aw', '2'), ('', 'x', '1'), ('eve', 'ew', 'boss');
"""

MAPPING = """
[practice]
name = "Invented"

[company]
"CP.Name" = "Invented GmbH"
"CP.Share Money" = true

[customers]
table = "Client"
joins = ["LEFT JOIN City ON City.Id = Client.City"]
[customers.fields]
"CU.Customer Number" = "Nbr"
"cu.customer name" = "LastName"
"CU.City" = { expression = "City.Label || ':'" }
"CU.Customer Password" = "Secret"
"CU.Customer Status" = { column = "State", values = { A = "ACTIVE", a = "active", z = "INACTIVE" } }

[jobs]
table = "Service Order"
where = "Code <> ':x'"
[jobs.fields]
"JB.Job Number" = "Code"
"JB.Customer" = "Client"
"JB.Next Visit" = { column = "Next", format = "%d.%m.%Y %H:%M" }
"JB.Delayed" = { column = "Late", values = { J = true, N = false } }
"JB.Price" = "Fee"

[work]
query = "SELECT Ord, Day || ' ' || Began AS Moment, Done, Team.Label AS Crew FROM Trip LEFT JOIN Team ON Team.Id = Team"
[work.fields]
"WK.Job" = "Ord"
"WK.Planned" = { column = "Moment", format = "%d.%m.%Y %H:%M" }
"WK.Crew" = "Crew"
"WK.Posted" = { column = "Done", values = { ja = true, nein = false } }

[users]
table = "Login"
[users.fields]
"US.User Name" = "Name"
"US.Password" = "Word"
"US.Level" = "Rank"
"""


@dataclass(frozen=True)
class Invented:
    """The invented database with its mapping."""

    database: Path
    mapping: Path

    def open(self) -> PracticeDatabase:
        """Open it."""
        return open_practice(f"sqlite:///{self.database}", self.mapping)

    def read(self) -> tuple[dict[str, PracticeCustomer], dict[str, int]]:
        """Everybody by number in the order given, and what was counted."""
        with self.open().reading() as reading:
            found = {one.number: one for one in reading.customers(ReadOptions(date(2026, 1, 1), with_activity=True))}
            return found, dict(reading.left_out)


@pytest.fixture
def invented(tmp_path: Path) -> Invented:
    """Fresh files of both."""
    mapping = tmp_path / "invented.toml"
    mapping.write_text(MAPPING)
    return Invented(script(tmp_path / "invented.db", TABLES), mapping)


def test_A18_a_database_with_other_names_and_types_is_read(invented: Invented) -> None:
    found, counted = invented.read()
    assert list(found) == ["10", "100", "11", "9"]
    assert [one.active for one in found.values()] == [True, False, True, True]
    assert [one.password for one in found.values()] == ["", "w100", "clip", "w9"]
    assert [one.body.name for one in found.values()] == ["Ten", "Hundred", "", "Nine"]
    assert [one.body.city for one in found.values()] == ["", "Graz:", "", "Łódź:"]
    first, second = found["9"].body.jobs
    assert (first.number, first.price, first.delayed, first.next_visit) == ("a", Decimal("5.00"), False, None)
    assert (second.number, second.price, second.delayed) == ("b", Decimal("19.90"), True)
    assert second.next_visit == datetime(2030, 12, 24, 7, 30)
    assert [(one.planned.day, one.crew) for one in second.visits] == [(24, "Rot"), (31, "")]
    [(year, history)] = found["9"].history
    assert (year, [(one.planned, one.crew) for one in history.visits]) == (2026, [(datetime(2026, 3, 1, 9, 5), "Rot")])
    assert found["100"].last_activity == date(2026, 1, 1)
    assert counted == {"rows of the set jobs that belong to no customer": 1}


def test_A18_its_users(invented: Invented) -> None:
    with invented.open().reading() as reading:
        assert [(one.name, one.level, one.password) for one in reading.users()] == [("Adam", 2, "aw"), ("zoe", 1, "zw")]
        assert sum(reading.left_out.values()) == 2


def test_two_rows_with_one_number_are_one_customer(invented: Invented) -> None:
    script(invented.database, "INSERT INTO Client SELECT * FROM Client WHERE Nbr = 9")
    found, counted = invented.read()
    assert counted["records with a customer number that another record has"] == 1
    assert [job.number for job in found["9"].body.jobs] == ["a", "b"]
    assert [len(job.visits) for job in found["9"].body.jobs] == [0, 2]


def test_the_practice_id_stays_and_may_be_said(invented: Invented) -> None:
    derived = invented.open().practice_id
    assert invented.open().practice_id == derived
    invented.mapping.write_text(MAPPING.replace('name = "Invented"', 'id = "my own"'))
    assert invented.open().practice_id == "my own"


def test_texts_in_another_encoding(invented: Invented) -> None:
    with closing(sqlite3.connect(invented.database)) as connection, connection:
        connection.execute("UPDATE Client SET LastName = CAST(? AS TEXT) WHERE Nbr = 9", ("Jürgen €".encode("cp1252"),))
    with pytest.raises(PracticeError, match="not in UTF-8") as refused:
        invented.read()
    assert "encoding" in refused.value.remedy
    invented.mapping.write_text(MAPPING.replace("[practice]", '[practice]\nencoding = "cp1252"'))
    assert invented.read()[0]["9"].body.name == "Jürgen €"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"CU.City" =', '"CU.Citi" =', 'Did you mean "CU.City"?'),
        ("[customers]\n", "[costumers]\n", 'Did you mean "customers"?'),
        ("where =", "were =", 'Did you mean "where"?'),
        ("format =", "from =", 'Did you mean "format"?'),
        ('"CU.Customer Number" = "Nbr"', "", '"CU.Customer Number"'),
        ('"CU.Customer Status" =', '"CU.Area" =', "constant"),
        ('"WK.Posted" =', '"WK.Notes" =', "constant = true"),
        ('"JB.Customer" = "Client"', "", '"JB.Customer"'),
        ('"CP.Share Money" = true', '"CP.Share Money" = "perhaps"', '"perhaps", which is no mark'),
        ('"CU.Customer Number" = "Nbr"', '"CU.Customer Number" = { constant = 5 }', "every row the same"),
        ('"JB.Price" = "Fee"', '"JB.Price" = { column = "Fee", format = "%d" }', "formats are for dates"),
        ('"JB.Price" = "Fee"', '"JB.Price" = { column = "Fee", constant = 4 }', "exactly one of"),
        ('"JB.Price" = "Fee"', '"JB.Price" = 4', "name of a column"),
        ('table = "Client"', "", "either a table or a query"),
        ('name = "Invented"', 'encoding = "klingon"', "klingon"),
        ("[practice]", "[practice", "not written as TOML"),
    ],
)
def test_a_mapping_that_does_not_fit_says_where(invented: Invented, old: str, new: str, told: str) -> None:
    assert old in MAPPING
    invented.mapping.write_text(MAPPING.replace(old, new))
    with pytest.raises(SetupError) as refused:
        invented.open()
    assert told in str(refused.value)
    assert str(invented.mapping) in str(refused.value)


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("ALTER TABLE Client RENAME COLUMN State TO Condition", ["CU.Customer Status", "State", "Client", "Condition"]),
        ("DROP TABLE Login", ['set "users"', "Login", "Service Order"]),
        ("ALTER TABLE City RENAME COLUMN Label TO Town", ["CU.City", "City.Label", "no such column"]),
        ("ALTER TABLE Trip RENAME COLUMN Day TO Date", ['set "work"', "query"]),
        ("DROP TABLE City", ['set "customers"', "join"]),
    ],
)
def test_F36_a_database_that_changed_stops_everything(invented: Invented, sql: str, told: list[str]) -> None:
    practice = invented.open()
    script(invented.database, sql)
    tries: list[Callable[[], object]] = [
        invented.open,
        lambda: practice.reading().__enter__(),
        lambda: practice.write({practice.catalog.field("CU.Customer Name"): []}),
    ]
    for attempt in tries:
        with pytest.raises(PracticeError) as refused:
            attempt()
        assert all(word in str(refused.value) for word in told)


def test_F36_columns_nobody_named_do_not_matter(invented: Invented) -> None:
    practice = invented.open()
    script(invented.database, "ALTER TABLE Client ADD COLUMN Extra TEXT; ALTER TABLE Client DROP COLUMN Since")
    with practice.reading() as reading:
        assert len(list(reading.customers(ReadOptions(date(2026, 1, 1))))) == 3


def test_the_example_of_the_readme_is_a_mapping(tmp_path: Path) -> None:
    readme = Path(__file__).parents[2] / "agent" / "office" / "examples" / "README.md"
    mapping = tmp_path / "office.toml"
    mapping.write_text(readme.read_text("utf-8").split("```toml")[1].split("```")[0])
    database = script(
        tmp_path / "office.db",
        """
        CREATE TABLE Kunden (KdNr TEXT, Name TEXT, Stand TEXT, Strasse TEXT, Hausnr TEXT, Geloescht INTEGER);
        CREATE TABLE Auftraege (AuftragNr INTEGER, KdNr TEXT, Naechster TEXT, TruppId INTEGER);
        CREATE TABLE Trupps (Id INTEGER, Name TEXT);
        INSERT INTO Kunden VALUES ('0012', 'Öz', 'A', 'Weg', '3', 0), ('13', 'Weg', 'A', 'Weg', '4', 1);
        INSERT INTO Auftraege VALUES (5, '0012', '02.01.2030 09:00', 1);
        INSERT INTO Trupps VALUES (1, 'Rot');
    """,
    )
    with open_practice(str(database), mapping).reading() as reading:
        [one] = reading.customers(ReadOptions(date(2026, 1, 1)))
    assert (one.number, one.body.street, one.body.country) == ("0012", "Weg 3", "Germany")
    [job] = one.body.jobs
    assert (job.number, job.next_visit, job.crew) == ("5", datetime(2030, 1, 2, 9), "Rot")


def test_a_database_without_a_mapping_that_is_not_ours(invented: Invented) -> None:
    with pytest.raises(AgentError, match="no Porchlight practice database") as refused:
        open_practice(str(invented.database))
    assert "--mapping" in refused.value.remedy
    assert query(invented.database, "SELECT count(*) FROM Client") == [(4,)]


def test_F36_a_native_database_that_lost_a_column(own_sample: Path) -> None:
    practice = open_practice(str(own_sample))
    script(own_sample, "ALTER TABLE customers DROP COLUMN area")
    with pytest.raises(PracticeError) as refused, practice.reading():
        pass
    assert all(word in str(refused.value) for word in ("CU.Area", '"area"', '"customers"'))


def test_a_record_id_that_no_receiver_could_keep_leaves_the_customer_out(invented: Invented) -> None:
    script(invented.database, "INSERT INTO Client VALUES (12, 'Tw' || char(0), 'A', 'w12', '', 1)")
    invented.mapping.write_text(
        MAPPING.replace('"CU.Customer Number" = "Nbr"', '"CU.Customer Number" = "Nbr"\n"CU.Record Id" = "LastName"')
    )
    found, left_out = invented.read()
    assert "9" in found and "12" not in found
    assert left_out["customers with a NUL character in their record id"] == 1
