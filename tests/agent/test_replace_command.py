"""`agent replace`, `undo`, `redo` on a real practice database and on the overlay."""

from __future__ import annotations

import base64
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from agent.domain.errors import RowChanged
from agent.domain.values import MASK
from agent.domain.wish import Wish
from agent.jobs.progress import PolledProgress
from agent.wiring.office import Office
from tests.agent.conftest import ACTIVE, PASSWORD, Desk


def readable_forms(word: str) -> list[bytes]:
    """How a word could stand in a file: plain, UTF-16, hexadecimal, reversed, base64 in its three alignments."""
    raw = word.encode()
    whole = (len(raw) - 2) // 3 * 3
    aligned = [base64.b64encode(raw[skip : skip + whole]) for skip in range(3)]
    return [raw, word.encode("utf-16-le"), raw.hex().encode(), raw.hex().upper().encode(), raw[::-1], *aligned]


def leaks(desk: Desk, word: str) -> list[Path]:
    """Files of the agent that hold the word in a readable form."""
    found = []
    for path in desk.files():
        data = path.read_bytes()
        if any(form in data for form in readable_forms(word)):
            found.append(path)
    return found


def test_A3_replaces_the_field_of_the_rows_that_meet_the_condition(desk: Desk) -> None:
    others = desk.rows("SELECT id, password FROM customers WHERE upper(trim(status)) <> 'ACTIVE'")
    told = desk.must(
        "replace", "--set", "customers", "--field", PASSWORD, "--value", "clip", "--where", ACTIVE, "--yes"
    )
    assert set(desk.passwords()) == {"clip"}
    assert told["matched"] == len(desk.passwords()) == told["changed"] + told["unchanged"]
    assert desk.rows("SELECT id, password FROM customers WHERE upper(trim(status)) <> 'ACTIVE'") == others
    assert others
    assert "same password" in told["warnings"][0]
    assert {one["after"] for one in told["sample"]} == {MASK}


def test_A4_asks_before_it_writes(desk: Desk) -> None:
    before = desk.dump()
    words = ("replace", "--field", PASSWORD, "--value", "clip", "--where", ACTIVE)
    said = desk.run(*words)
    assert said.code == 2
    assert "Replace " in said.err
    assert "passwords?" in said.err
    preview = desk.must(*words, "--dry-run")
    assert preview["run"] is None
    assert preview["changed"] > 0
    assert desk.dump() == before


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--field", "CU.Customer Number", "--value", "7", "--where", ACTIVE), 2),
        (("--field", "CU.Customer Name", "--value", "x" * 121, "--where", ACTIVE), 2),
        (("--field", "CU.Balance", "--value", "much", "--where", ACTIVE), 2),
        (("--field", PASSWORD, "--value", "clip"), 2),
        (("--field", PASSWORD, "--value", "clip", "--where", "CU.Nonsense = 1"), 2),
        (("--field", "CU.City", "--unique", "words", "--where", ACTIVE), 2),
        (("--set", "nonsense", "--field", PASSWORD, "--value", "clip", "--where", ACTIVE), 2),
        (("--field", PASSWORD, "--value", "clip", "--where", "CU.Customer Status = NOBODY"), 3),
    ],
)
def test_A4_what_can_not_be_changes_nothing(desk: Desk, words: tuple[str, ...], code: int) -> None:
    before = desk.dump()
    said = desk.run("replace", *words, "--yes")
    assert said.code == code, said
    assert desk.dump() == before
    assert desk.run("undo").code == 3


def test_A5_redo_goes_forward_again_in_the_order_in_which_undo_went_back(desk: Desk) -> None:
    first, second = (
        desk.must("replace", "--field", "CU.City", "--value", city, "--all", "--yes")["run"]
        for city in ("Bern", "Thun")
    )
    assert [desk.must("undo")["run"] for _ in range(2)] == [second, first]
    assert [desk.must("redo")["run"] for _ in range(2)] == [first, second]
    assert desk.rows("SELECT DISTINCT city FROM customers") == [("Thun",)]


def test_A5_undo_and_redo_give_back_exactly_what_was_there(desk: Desk) -> None:
    before = desk.dump()
    run = desk.must("replace", "--field", PASSWORD, "--value", "clip", "--where", ACTIVE, "--yes")["run"]
    after = desk.dump()
    assert desk.must("undo", str(run))["skipped"] == []
    assert desk.dump() == before
    assert desk.run("undo", str(run)).code == 3
    assert desk.must("redo")["run"] == run
    assert desk.dump() == after
    desk.must("undo")
    assert desk.dump() == before
    assert [one["state"] for one in desk.must("undo", "--list")["runs"]] == ["undone"]


def test_A5_undo_leaves_and_names_rows_changed_since(desk: Desk) -> None:
    (record, number), *_ = desk.rows("SELECT id, number FROM customers WHERE status = 'ACTIVE' ORDER BY id")
    before = desk.rows("SELECT id, password FROM customers WHERE id <> ?", record)
    desk.must("replace", "--field", PASSWORD, "--value", "clip", "--where", ACTIVE, "--yes")
    desk.change("UPDATE customers SET password = 'typed by Ann' WHERE id = ?", record)
    told = desk.must("undo")
    assert [one["record_id"] for one in told["skipped"]] == [str(record)]
    assert number in told["skipped"][0]["row"]
    assert desk.rows("SELECT password FROM customers WHERE id = ?", record) == [("typed by Ann",)]
    assert desk.rows("SELECT id, password FROM customers WHERE id <> ?", record) == before


def test_A6_gives_each_customer_a_password_of_his_own(desk: Desk) -> None:
    told = desk.must("replace", "--field", PASSWORD, "--unique", "words", "--where", ACTIVE, "--yes")
    assert told["warnings"] == []
    assert len(set(desk.passwords())) == len(desk.passwords()) == told["changed"]


def test_A18_the_overlay_is_replaced_and_undone_like_a_column(overlay_desk: Desk) -> None:
    desk = overlay_desk
    untouched = desk.dump()
    run = desk.must("replace", "--field", PASSWORD, "--unique", "words", "--where", "CU.City = bern", "--yes")
    assert run["changed"] == 10
    word = desk.must("customers", "show", "K1 ")["customer"]["fields"][PASSWORD]
    assert word.count("-") >= 3
    assert desk.must("customers", "list", "--where", f"{PASSWORD} = {word}")["count"] == 1
    assert desk.must("customers", "list", "--where", f"{PASSWORD} is empty")["count"] == 10
    desk.must("customers", "set", "K1 ", "--field", PASSWORD, "--value", "my own word")
    undone = desk.must("undo", str(run["run"]))
    assert (undone["changed"], len(undone["skipped"])) == (9, 1)
    assert desk.must("customers", "show", "K1 ")["customer"]["fields"][PASSWORD] == "my own word"
    assert desk.must("customers", "list", "--where", f"{PASSWORD} is not empty")["count"] == 1
    assert desk.dump() == untouched


@pytest.mark.parametrize("kind", ["desk", "overlay_desk"])
def test_S1_no_file_of_the_agent_holds_a_password_readably(kind: str, request: pytest.FixtureRequest) -> None:
    desk: Desk = request.getfixturevalue(kind)
    canary = "canary-Zwölf-bird-9137"
    for value in (canary, "another"):
        desk.must("replace", "--field", PASSWORD, "--value", value, "--where", ACTIVE, "--yes")
    desk.must("undo")
    assert desk.must("customers", "list", "--where", f"{PASSWORD} = {canary}")["count"] > 0
    assert leaks(desk, canary) == []
    planted = desk.home / "planted.log"
    planted.write_bytes(b"x" + base64.b64encode(b"a" + canary.encode()))
    assert leaks(desk, canary) == [planted]


def test_F17_a_locked_practice_database_is_left_alone(desk: Desk) -> None:
    words = ("replace", "--field", PASSWORD, "--value", "clip", "--where", ACTIVE, "--yes")
    with desk.locked():
        assert desk.run(*words).code == 5
    assert "clip" not in desk.passwords() or len(set(desk.passwords())) > 1
    assert desk.run(*words).code == 0


def test_F8_a_row_changed_between_the_look_and_the_writing_stops_all(desk: Desk) -> None:
    """The question on the screen named what would change; it is not asked again for something else."""
    office, progress = Office(desk.home), PolledProgress()
    with office.alone():
        catalog = office.practice.catalog
        plan = office.replace.plan(Wish(catalog.field("CU.City"), (), "Bern", everyone=True))
        desk.change("UPDATE customers SET city = 'typed by Ann' WHERE id = 3")
        before = desk.dump()
        with pytest.raises(RowChanged) as refused:
            office.replace.perform(plan, progress)
    assert "CU.City" in refused.value.detail
    assert "3" in refused.value.detail
    assert refused.value.remedy
    assert desk.dump() == before
    assert [one["state"] for one in desk.must("undo", "--list")["runs"]] == ["rolled-back"]


def test_F8_many_rows_of_which_one_was_changed_since(desk: Desk) -> None:
    """So many are written in one statement; where that does not fit, row by row."""
    desk.change(
        "WITH RECURSIVE n(at) AS (SELECT 1000 UNION ALL SELECT at + 1 FROM n WHERE at < 1400)"
        " INSERT INTO customers (id, number, city) SELECT at, 'M' || at, 'Ulm' FROM n"
    )
    desk.must("replace", "--field", "CU.City", "--value", "Bern", "--all", "--yes")
    desk.change("UPDATE customers SET city = 'typed by Ann' WHERE id = 1100")
    desk.change("DELETE FROM customers WHERE id = 1200")
    told = desk.must("undo")
    assert [one["record_id"] for one in told["skipped"]] == ["1100", "1200"]
    cities = dict(desk.rows("SELECT id, city FROM customers WHERE id >= 1000"))
    assert cities.pop(1100) == "typed by Ann"
    assert set(cities.values()) == {"Ulm"}


def test_A4_record_ids_that_read_otherwise_as_text_are_found(new_desk: Callable[[Path], Desk], tmp_path: Path) -> None:
    """Numbers with a point, and texts that differ only in case, as keys of many rows."""
    practice, mapping = tmp_path / "odd.db", tmp_path / "odd.toml"
    rows = [(float(at), f"K{at}", "Ulm") for at in range(300)] + [("a", "a", "Ulm"), ("A", "A", "Bern")]
    with closing(sqlite3.connect(practice)) as connection, connection:
        connection.execute("CREATE TABLE T (Id COLLATE NOCASE, Nr TEXT, Ort TEXT COLLATE NOCASE)")
        connection.executemany("INSERT INTO T VALUES (?, ?, ?)", rows)
    fields = '"CU.Record Id" = "Id"\n"CU.Customer Number" = "Nr"\n"CU.City" = "Ort"\n"CU.Customer Status" = "Nr"'
    mapping.write_text(f'[company]\n"CP.Name" = "Odd"\n[customers]\ntable = "T"\n[customers.fields]\n{fields}\n')
    desk = new_desk(practice)
    desk.must("init", "--database", str(practice), "--mapping", str(mapping))
    before = desk.dump()
    assert desk.must("replace", "--field", "CU.City", "--value", "ULM", "--all", "--yes")["changed"] == 302
    assert desk.rows("SELECT DISTINCT quote(Ort) FROM T") == [("'ULM'",)]
    assert desk.must("undo")["changed"] == 302
    assert desk.dump() == before
