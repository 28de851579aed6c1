"""A15 on servers, and on a database with other names, keys, texts for days, and columns that can't be written (A18)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from shared.outbound import Change, Wish
from tests.agent.inbox import Inbox
from tests.agent.wired import Wired
from tests.end_to_end.test_foreign_office import MAPPING, TABLES
from tests.support.databases import told
from tests.support.mariadb import MariaDB
from tests.support.moving import move
from tests.support.office import Office
from tests.support.postgres import Cluster

COMPANIES = count(301)


@pytest.fixture
def newcomer(shared_office: Wired, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Inbox:
    """An office with a company of its own at the receiver; its practice database is not there yet."""
    company = next(COMPANIES)
    return Inbox(shared_office.receiver, Office(tmp_path / "office", company), capsys)


def paired(inbox: Inbox) -> None:
    """The office is let in."""
    inbox.office.pair(inbox.receiver, inbox.receiver.create_company(inbox.company, "Garten"))


@pytest.fixture
def garden(newcomer: Inbox) -> Inbox:
    """The gardeners' database, mapped."""
    office = newcomer.office
    office.practice = office.folder / "garten.db"
    office.url = f"sqlite:///{office.practice}"
    with closing(sqlite3.connect(office.practice)) as connection, connection:
        connection.executescript(TABLES)
    mapping = office.folder / "garten.toml"
    mapping.write_text(MAPPING)
    office.init(mapping)
    office.must("settings", "set", "--email", "office@garten.example")
    paired(newcomer)
    return replace(newcomer, numbers_from=0)


def test_A18_requests_are_written_where_the_mapping_can_and_said_where_it_can_not(garden: Inbox) -> None:
    number = garden.change(
        ("street", "Gartenweg 3", "Rosenweg 1"),
        ("email", "kaethe@example.org", ""),
        ("city", "Berlin", "Potsdam"),
        ("company_name", "", "Schröder & Söhne"),
        ("phones/0/mobile", "1", "2"),
        record_id="7",
    )
    done = garden.requests("accept", number)
    assert [(one["what"], one["standing"]) for one in done["plan"]["changes"]] == [
        ("Street", "to write"),
        ("E-mail", "to write"),
        ("City", "by hand"),
        ("Company name", "to write"),
        ("Phone mobile", "by hand"),
    ]
    row = "SELECT strasse, mail FROM Kunde WHERE nr = 7"
    assert garden.office.rows(row) == [("Rosenweg 1", None)]
    fields = garden.must("customers", "show", "7")["customer"]["fields"]
    assert fields["CU.Company Name"] == "Schröder & Söhne", "what has no column is kept by the agent"
    garden.must("undo", str(done["run"]))
    assert garden.office.rows(row) == [("Gartenweg 3", "kaethe@example.org")]
    assert garden.must("customers", "show", "7")["customer"]["fields"]["CU.Company Name"] == ""


def test_A18_notes_and_visits_of_a_mapped_database(garden: Inbox) -> None:
    number = garden.ask("job", Wish(job="501", service="Rasen mähen", text="Bitte klingeln."), "7")
    assert "notes of the customer" in garden.requests("accept", number)["plan"]["told"]
    assert "Bitte klingeln." in garden.must("customers", "show", "7")["customer"]["fields"]["CU.Notes"]
    stranger = garden.ask("job", Wish(job="501", text="Nicht meiner."), "8")
    assert garden.requests("accept", stranger)["plan"]["changes"][0]["record_id"] == "8"
    wish = Wish(job="501", planned=datetime(2031, 6, 5, 9), days=(date(2031, 6, 9),), wanted="move")
    (visit,) = garden.requests("accept", garden.ask("schedule", wish, "7"))["plan"]["changes"]
    assert visit["standing"] == "by hand" and "WK.Planned" in visit["why"]
    wish = Wish(job="503", planned=datetime(2031, 12, 1), days=(date(2031, 12, 3),), wanted="move")
    done = garden.requests("accept", garden.ask("schedule", wish, "8"))
    assert garden.office.rows("SELECT naechster FROM Auftrag WHERE id = 503") == [("03.12.2031",)]
    garden.must("undo", str(done["run"]))
    assert garden.office.rows("SELECT naechster FROM Auftrag WHERE id = 503") == [("01.12.2031",)]
    notes = garden.ask("property", Wish((Change("notes", "", "Hund"),), property_id="1"), "7")
    assert garden.requests("accept", notes)["plan"]["changes"][0]["standing"] == "by hand"


@pytest.mark.parametrize("kind", ["postgresql", "mariadb"])
def test_A15_requests_are_written_on_a_server(
    newcomer: Inbox, sample: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    server: Cluster | MariaDB = request.getfixturevalue("cluster" if kind == "postgresql" else "mariadb")
    url = newcomer.office.url = server.url(server.database())
    move(sample, url)
    newcomer.office.init()
    paired(newcomer)
    (visit, at, job), *_ = told(
        url,
        "SELECT work.id, work.planned, jobs.number FROM work JOIN jobs ON jobs.id = work.job_id"
        " WHERE jobs.customer_id = 1 AND NOT posted AND planned = next_visit ORDER BY work.id",
    )
    city, email, phone = told(url, "SELECT city, email, phones.number FROM customers, phones WHERE customers.id = 1"
        " AND customer_id = 1 ORDER BY phones.id")[0]  # fmt: skip
    change = newcomer.change(("city", city, "Zürich 🏔"), ("email", email, ""), ("phones/0/mobile", phone, "555-0100"))
    note = newcomer.ask("job", Wish(job=job, text="Bitte läuten."))
    day = at.date() + timedelta(1)
    moved = newcomer.ask("schedule", Wish(job=job, planned=at, days=(day,), wanted="move"))
    runs = [newcomer.requests("accept", number)["run"] for number in (change, note, moved)]
    values = (
        "SELECT city, email, (SELECT number FROM phones WHERE customer_id = 1 ORDER BY id LIMIT 1), planned, next_visit"
        f" FROM customers, work JOIN jobs ON jobs.id = work.job_id WHERE customers.id = 1 AND work.id = {visit}"
    )
    late = datetime.combine(day, at.time())
    assert told(url, values) == [("Zürich 🏔", None, "555-0100", late, late)]
    assert "Bitte läuten." in told(url, f"SELECT notes FROM work WHERE id = {visit}")[0][0]
    for run in reversed(runs):
        newcomer.must("undo", str(run))
    assert told(url, values) == [(city, email, phone, at, at)]
