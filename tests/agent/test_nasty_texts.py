"""Nasty texts in every text field: read, listed, shown, found, replaced and given back byte by byte (A4, A5, A7)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date

import pytest

from agent.domain.catalog import Field
from agent.domain.edit import Cell
from agent.domain.practice import ReadOptions
from agent.office.catalog import NATIVE, NATIVE_COLUMNS, TABLES
from agent.office.practice import open_practice
from agent.wiring.office import Office
from tests.agent.conftest import PASSWORD, Desk
from tests.support.texts import LISTED, WORST

TEXTS = [*WORST, *LISTED]
MARKUP = "<script>alert(1)</script>"
SOME = [*WORST, *TEXTS[len(WORST) :: 20]]
TYPEABLE = [one for one in SOME if one.strip() and not any(c < " " or c == "\x7f" for c in one) and len(one) <= 120]
OWN = {"customers": "id", "phones": "customer_id", "properties": "customer_id", "jobs": "customer_id", "work": "job_id"}
"""The tables that hang on a customer, and the column that says on whom."""
ROWS = (
    "INSERT INTO customers (id) VALUES (:at)",
    "INSERT INTO phones (customer_id) VALUES (:at)",
    "INSERT INTO properties (customer_id) VALUES (:at)",
    "INSERT INTO jobs (id, customer_id) VALUES (:at, :at)",
    "INSERT INTO work (job_id, posted, planned) VALUES (:at, 0, '2027-01-01 08:00:00')",
    "INSERT INTO work (job_id, posted, started) VALUES (:at, 1, '2026-03-01 08:00:00')",
)


def text_fields() -> dict[str, str]:
    """By table, the SQL that puts `:text` into every text column but the id of the practice."""
    found = {}
    for name, table in TABLES.items():
        columns = [NATIVE_COLUMNS[name][one.name] for one in NATIVE.fields(name) if one.type in ("text", "memo")]
        found[table.name] = ", ".join(f"{column} = :text" for column in columns if column != "practice_id")
    return found


@pytest.fixture
def nasty(desk: Desk) -> Desk:
    """One customer for each text, with a phone, a property, a job and two visits; the text stands in every text column
    of theirs, the number apart. All other sets hold one of them in every text column of every row."""
    assigned = text_fields()
    with closing(sqlite3.connect(desk.practice)) as connection, connection:
        for table in OWN:
            connection.execute(f"DELETE FROM {table}")
        for at, text in enumerate(TEXTS, 1):
            for statement in ROWS:
                connection.execute(statement, {"at": at})
            for table, owner in OWN.items():
                connection.execute(
                    f"UPDATE {table} SET {assigned[table]} WHERE {owner} = :at", {"text": text, "at": at}
                )
            connection.execute("UPDATE customers SET number = ?, status = 'ACTIVE' WHERE id = ?", (f"N{at:04d}", at))
        for table in assigned.keys() - OWN.keys():
            connection.execute(f"UPDATE {table} SET {assigned[table]}", {"text": MARKUP})
    return desk


def test_A7_every_text_is_listed_and_shown_as_it_is(nasty: Desk) -> None:
    listed = nasty.must("customers", "list")["customers"]
    assert [one["fields"]["CU.Customer Name"] for one in listed] == TEXTS
    for at in range(1, len(TEXTS) + 1, 15):
        shown = nasty.must("customers", "show", f"N{at:04d}")["customer"]
        text = TEXTS[at - 1]
        assert {shown["fields"][name] for name in ("CU.Customer Name", "CU.Notes", PASSWORD)} == {text}
        assert shown["phones"] == [{"PH.Kind": text, "PH.Number": text}]
        assert shown["jobs"][0]["JB.Service"] == text
        assert nasty.run("customers", "show", f"N{at:04d}").code == 0


def test_A8_every_text_is_read_for_publishing(nasty: Desk) -> None:
    with open_practice(str(nasty.practice)).reading() as reading:
        found = list(reading.customers(ReadOptions(date(2026, 1, 1))))
        assert reading.company().name == MARKUP
        assert len(list(reading.users())) == 1
    assert [one.password for one in found] == TEXTS
    for text, one in zip(TEXTS, found, strict=True):
        if text.isprintable():
            assert {one.body.name, one.body.properties[0].name, one.body.jobs[0].service} == {text.strip()}
        assert len(one.body.jobs[0].visits) == 1
        assert len(one.history) == 1


@pytest.mark.parametrize("field", [PASSWORD, "CU.Customer Name", "CU.Notes", "CU.Customer Status"])
def test_A5_every_text_is_replaced_and_given_back_byte_by_byte(nasty: Desk, field: str) -> None:
    before = nasty.rows("SELECT * FROM customers ORDER BY id")
    told = nasty.must("replace", "--field", field, "--value", "the same", "--all", "--yes")
    assert told["changed"] == len(TEXTS)
    assert nasty.rows("SELECT * FROM customers ORDER BY id") != before
    assert nasty.must("undo")["changed"] == len(TEXTS)
    assert nasty.rows("SELECT * FROM customers ORDER BY id") == before


def test_A3_every_text_can_be_looked_for(nasty: Desk) -> None:
    for text in TYPEABLE:
        alike = {at for at, one in enumerate(TEXTS, 1) if one.strip().casefold() == text.strip().casefold()}
        found = nasty.must("customers", "list", "--where", f"CU.Customer Name = {text}")["customers"]
        assert {int(one["record_id"]) for one in found} == alike, text


def test_A4_every_text_can_be_the_new_value(nasty: Desk) -> None:
    for text in TYPEABLE:
        said = nasty.run("customers", "set", "N0001", "--field", "CU.Customer Name", "--value", text, "--json")
        assert said.code == 0, (text, said)
        assert nasty.rows("SELECT name FROM customers WHERE id = 1") == [(text,)]


@pytest.fixture
def bare(desk: Desk) -> Desk:
    """As many rows as there are texts in every set but the company, nothing in them."""
    with closing(sqlite3.connect(desk.practice)) as connection, connection:
        for table in [one for one in TABLES.values() if one.name != "company"]:
            filled = [one.name for one in table.columns if not one.nullable and one.server_default is None]
            connection.execute(f"DELETE FROM {table.name}")
            connection.executemany(
                f"INSERT INTO {table.name} ({', '.join(filled)}) VALUES ({', '.join('?' for _ in filled)})",
                ([at if name == "id" else "" for name in filled] for at in range(1, len(TEXTS) + 1)),
            )
        connection.execute("UPDATE customers SET number = 'N' || id")
    return desk


def takes(field: Field, text: str) -> bool:
    """Whether somebody may type this text into the field."""
    controls = {c for c in text if c < " " or c == "\x7f"} - ({"\n", "\t"} if field.type == "memo" else set())
    return bool(text.strip()) and not controls and (not field.length or len(text) <= field.length)


def test_A4_A5_every_text_in_every_field_of_every_set_is_written_and_taken_back(bare: Desk) -> None:
    before, office, cells = bare.dump(), Office(bare.home), []
    for field in office.practice.catalog:
        if field.replaceable and field.type in ("text", "memo") and field.set != "company":
            cells += [Cell(field, str(at), "", text) for at, text in enumerate(TEXTS, 1) if takes(field, text)]
    assert len({one.field for one in cells}) > 40
    with office.alone():
        run = office.edit.save(cells)
    assert run is not None
    assert run.changed == len(cells)
    for name, table in TABLES.items():
        columns = NATIVE_COLUMNS[name]
        held = {one[0]: one for one in bare.rows(f"SELECT id, {', '.join(columns.values())} FROM {table.name}")}
        places = {field: at for at, field in enumerate(columns, 1)}
        for one in cells:
            if one.field.set == name:
                assert held[int(one.record_id)][places[one.field.name]] == one.text
    assert bare.must("undo")["changed"] == len(cells)
    assert bare.dump() == before
