"""`agent replace`, `undo`, `redo` on a real practice database and on the overlay."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

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
    assert {one["after"] for one in told["sample"]} == {"••••••••"}


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
