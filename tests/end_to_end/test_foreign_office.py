"""A second foreign database: other names, whole numbers as keys, joins, days as text (A18)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime

import pytest

from tests.end_to_end.shown import history, job_blocks, times
from tests.support.office import Office
from tests.support.receiver import Receiver
from tests.support.visitor import Visitor

TABLES = """
CREATE TABLE Ort (plz TEXT, ort TEXT);
CREATE TABLE Kunde
  (nr INTEGER, nachname TEXT, vorname TEXT, strasse TEXT, plz TEXT, kennwort TEXT, zustand TEXT, mail TEXT);
CREATE TABLE Auftrag (id INTEGER, kunde INTEGER, was TEXT, naechster TEXT, verschoben TEXT, grund TEXT);
CREATE TABLE Einsatz (id INTEGER, auftrag INTEGER, am TEXT, um TEXT, fertig INTEGER, wer INTEGER);
CREATE TABLE Leute (id INTEGER, name TEXT);
INSERT INTO Ort VALUES ('10115', 'Berlin'), ('80331', 'München');
INSERT INTO Leute VALUES (1, 'Jürgen'), (2, 'Aylin');
INSERT INTO Kunde VALUES
  (7, 'Schröder', 'Käthe', 'Gartenweg 3', '10115', 'Regenbogen-77', 'A', 'kaethe@example.org'),
  (8, 'O''Brien', 'Seán', 'Am Hang 12', '80331', 'Sommerwiese-88', 'A', NULL),
  (9, 'Gesperrt', 'Gerd', 'Nirgends 1', '80331', 'Winterschlaf-99', 'G', NULL),
  (10, '<b>Fett</b>', NULL, NULL, NULL, 'Unterstrich_10', 'A', '');
INSERT INTO Auftrag VALUES
  (501, 7, 'Rasen mähen', '05.06.2031', 'J', 'Dauerregen'), (502, 7, 'Hecke schneiden', NULL, 'N', NULL),
  (503, 8, 'Laub', '01.12.2031', 'N', NULL);
INSERT INTO Einsatz VALUES
  (1, 501, '28.02.2024', '07:30', 1, 1), (2, 501, '29.02.2024', '08:15', 1, 2),
  (3, 502, '31.12.2023', '23:59', 1, NULL),
  (4, 503, '01.03.2024', '10:00', 1, 2), (5, 501, '05.06.2031', '09:00', 0, 1);
"""

MAPPING = """
[practice]
name = "Garten"
[company]
"CP.Name" = "Gartenbau Grün"
"CP.Time Zone" = "Europe/Berlin"
"CP.Currency" = "EUR"

[customers]
table = "Kunde"
joins = ["LEFT JOIN Ort ON Ort.plz = Kunde.plz"]
[customers.fields]
"CU.Customer Number" = "nr"
"CU.Customer Name" = { expression = "trim(coalesce(vorname, '') || ' ' || nachname)" }
"CU.First Name" = "vorname"
"CU.Street" = "strasse"
"CU.Zip Code" = { expression = "Kunde.plz" }
"CU.City" = { expression = "Ort.ort" }
"CU.Email" = "mail"
"CU.Customer Password" = "kennwort"
"CU.Customer Status" = { column = "zustand", values = { A = "ACTIVE", G = "ON HOLD" } }

[jobs]
table = "Auftrag"
[jobs.fields]
"JB.Job Number" = "id"
"JB.Customer" = "kunde"
"JB.Service" = "was"
"JB.Next Visit" = { column = "naechster", format = "%d.%m.%Y" }
"JB.Delayed" = { column = "verschoben", values = { J = true, N = false } }
"JB.Delay Reason" = "grund"

[work]
table = "Einsatz"
joins = ["LEFT JOIN Leute ON Leute.id = Einsatz.wer"]
[work.fields]
"WK.Record Id" = { expression = "Einsatz.id" }
"WK.Job" = "auftrag"
"WK.Planned" = { expression = "CASE WHEN fertig = 0 THEN am || ' ' || um END", format = "%d.%m.%Y %H:%M" }
"WK.Started" = { expression = "CASE WHEN fertig = 1 THEN am || ' ' || um END", format = "%d.%m.%Y %H:%M" }
"WK.Crew" = { expression = "Leute.name" }
"WK.Posted" = "fertig"
"""


@pytest.fixture
def garden(receiver: Receiver, office: Office) -> Office:
    """The gardeners' database, mapped and published from 2023 on."""
    office.practice = office.folder / "garten.db"
    office.url = f"sqlite:///{office.practice}"
    with closing(sqlite3.connect(office.practice)) as connection, connection:
        connection.executescript(TABLES)
    mapping = office.folder / "garten.toml"
    mapping.write_text(MAPPING)
    office.init(mapping)
    office.must("settings", "set", "--email", "office@garten.example")
    office.pair(receiver, receiver.create_company(office.company, "Garten"))
    told = office.process("--history-since", "2023-01-01")
    assert told["customers"] == 3
    return office


def test_A18_a_database_with_other_names_is_published(receiver: Receiver, garden: Office) -> None:
    with Visitor(receiver.url, garden.company) as visitor:
        home = visitor.sign_in("7", "Regenbogen-77")
        assert visitor.signed_in
        assert "Käthe Schröder" in home.text
        contact = visitor.get("contact").text
        assert all(word in contact for word in ("Gartenweg 3", "10115", "Berlin", "kaethe@example.org"))
        blocks = job_blocks(visitor.get("schedule"))
        assert set(blocks) == {"501", "502"}
        assert times(blocks["501"]) == [datetime(2031, 6, 5), datetime(2031, 6, 5, 9)]
        assert "Delayed" in blocks["501"].text
        assert "Dauerregen" in blocks["501"].text
        assert times(blocks["502"]) == []
        assert [(row.job, row.started) for row in history(visitor)] == [
            ("501", datetime(2024, 2, 29, 8, 15)),
            ("501", datetime(2024, 2, 28, 7, 30)),
            ("502", datetime(2023, 12, 31, 23, 59)),
        ]


def test_names_are_shown_as_they_are(receiver: Receiver, garden: Office) -> None:
    with Visitor(receiver.url, garden.company) as visitor:
        assert "<b>Fett</b>" in visitor.sign_in("10", "Unterstrich_10").text
        assert visitor.signed_in
        assert visitor.get("schedule").all(data_job="*") == []


def test_who_is_on_hold_there_is_refused(receiver: Receiver, garden: Office) -> None:
    with Visitor(receiver.url, garden.company) as visitor:
        visitor.sign_in("9", "Winterschlaf-99", status=401)
        assert not visitor.signed_in
