"""Several cells of a customer in one step: all or none, wherever each lives (A5, A7, A18)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from agent.domain import values
from agent.domain.edit import Cell, CellsChanged, CellsRefused
from agent.domain.errors import AgentError, RowChanged, TryLater
from agent.domain.permissions import Actor, NotAllowed, Permission
from agent.domain.runs import Run, RunState
from agent.jobs.progress import PolledProgress
from agent.store.overlay import Overlay
from agent.store.passwords import Seal
from agent.usecases.practice_ports import Cells
from agent.wiring.office import Office
from tests.agent.conftest import PASSWORD, Desk
from tests.support.dying import killed

Told = tuple[str, str, str, str]
"""Field, record id, what was seen there, what stands there now."""


def save(office: Office, *told: Told) -> Run | None:
    """What a form of these cells saves."""
    with office.alone():
        return office.edit.save([Cell(office.practice.catalog.field(name), *rest) for name, *rest in told])


def of_the_first(desk: Desk) -> tuple[Told, ...]:
    """Changes of customer 1, in two fields, and of a telephone number of his."""
    [(name, email)] = desk.rows("SELECT name, coalesce(email, '') FROM customers WHERE id = 1")
    [(phone, number)] = desk.rows("SELECT id, number FROM phones WHERE customer_id = 1 LIMIT 1")
    return (
        ("CU.Customer Name", "1", name, "Somebody New"),
        ("CU.Email", "1", email, "new@example.com"),
        ("PH.Number", str(phone), number, "+1 555 0000"),
    )


def test_A7_cells_of_several_fields_and_sets_are_one_step(desk: Desk) -> None:
    before = desk.dump()
    run = save(Office(desk.home), *of_the_first(desk))
    assert run is not None
    assert (run.changed, run.set, run.what) == (3, "customers", "CU.Customer Name and 2 other fields")
    assert desk.rows("SELECT name, email FROM customers WHERE id = 1") == [("Somebody New", "new@example.com")]
    after = desk.dump()
    (listed,) = desk.must("undo", "--list")["runs"]
    assert listed["fields"] == ["CU.Customer Name", "CU.Email", "PH.Number"]
    assert desk.must("undo")["changed"] == 3
    assert desk.dump() == before
    assert desk.must("redo")["changed"] == 3
    assert desk.dump() == after
    assert not list((desk.home / "backups").glob("*"))


def test_A7_nothing_is_written_where_one_cell_can_not_be(desk: Desk) -> None:
    before = desk.dump()
    name, email, phone = of_the_first(desk)
    too_long = (*name[:3], "x" * 121)
    with pytest.raises(CellsRefused) as refused:
        save(Office(desk.home), email, too_long, ("CU.Balance", "1", "", "much"), phone)
    assert [cell.field.name for cell, _ in refused.value.refused] == ["CU.Customer Name", "CU.Balance"]
    assert "CU.Customer Name" in refused.value.title
    assert "CU.Balance" in refused.value.detail
    key = ("CU.Customer Number", "1", "", "7")
    with pytest.raises(CellsRefused, match="is a key"):
        save(Office(desk.home), email, key)
    assert desk.dump() == before
    assert desk.must("undo", "--list")["runs"] == []


def test_F8_what_somebody_else_changed_meanwhile_is_told_and_not_overwritten(desk: Desk) -> None:
    told = of_the_first(desk)
    desk.change("UPDATE customers SET email = 'ann@example.com' WHERE id = 1")
    before = desk.dump()
    with pytest.raises(CellsChanged) as refused:
        save(Office(desk.home), *told, ("PH.Kind", "4711", "home", "work"))
    assert [(cell.field.name, now) for cell, now in refused.value.now] == [
        ("CU.Email", "ann@example.com"),
        ("PH.Kind", None),
    ]
    assert isinstance(refused.value, RowChanged)
    assert desk.dump() == before


def test_F8_undo_of_a_change_leaves_and_names_the_field_changed_since(desk: Desk) -> None:
    told = of_the_first(desk)
    save(Office(desk.home), *told)
    desk.change("UPDATE customers SET email = 'ann@example.com' WHERE id = 1")
    undone = desk.must("undo")
    assert [(one["record_id"], one["field"]) for one in undone["skipped"]] == [("1", "CU.Email")]
    assert undone["changed"] == 2
    assert desk.rows("SELECT name, email FROM customers WHERE id = 1") == [(told[0][2], "ann@example.com")]


def test_A7_a_cell_left_as_it_was_is_not_looked_at(desk: Desk) -> None:
    assert save(Office(desk.home), ("CU.Email", "1", "whatever", "whatever")) is None
    office = Office(desk.home)
    email = of_the_first(desk)[1]
    with pytest.raises(AgentError, match="two values"):
        save(office, email, (*email[:3], "other@example.com"))


def test_A13_editing_and_replacing_are_two_rights(desk: Desk) -> None:
    office = Office(desk.home)
    desk.must("replace", "--field", "CU.City", "--value", "Bern", "--all", "--yes")
    save(office, *of_the_first(desk))
    clerk = Actor("Kim", 2, {Permission.EDIT_CUSTOMERS})
    allowed = replace(office.replace, actor=clerk)
    edited, replaced = (one.id for one in office.replace.runs())
    with pytest.raises(NotAllowed, match="Global Replacement"):
        allowed.undo(replaced, PolledProgress())
    assert allowed.undo(edited, PolledProgress()).written == 3
    with pytest.raises(NotAllowed, match="Edit Customers"):
        replace(office.edit, actor=Actor("Lee", 2, {Permission.REPLACE})).save([])


MIXED: tuple[Told, ...] = (
    ("CU.City", "K1 ", "Bern", "Thun"),
    (PASSWORD, "K1 ", "", "quiet-canary"),
    ("CU.Email", "K1 ", "", "k1@example.com"),
)
"""One field in a column, two in the overlay."""


def standing(desk: Desk) -> tuple[str, ...]:
    """What these cells hold."""
    shown = desk.must("customers", "show", "K1 ")["customer"]["fields"]
    return tuple(shown[name] for name, *_ in MIXED)


OLD = tuple(seen for *_, seen, _ in MIXED)
NEW = tuple(text for *_, text in MIXED)


def test_A18_columns_and_overlay_change_together(overlay_desk: Desk) -> None:
    untouched = overlay_desk.dump()
    save(Office(overlay_desk.home), *MIXED)
    assert standing(overlay_desk) == NEW
    assert overlay_desk.must("undo")["changed"] == 3
    assert standing(overlay_desk) == OLD
    assert overlay_desk.must("redo")["changed"] == 3
    assert standing(overlay_desk) == NEW
    overlay_desk.must("undo")
    assert overlay_desk.dump() == untouched


def test_F14_where_the_overlay_can_not_be_written_the_columns_are_given_back(overlay_desk: Desk) -> None:
    """The disk of the agent is full after the practice database was written."""
    office, untouched = Office(overlay_desk.home), overlay_desk.dump()
    refusing = replace(office.writing, overlay=FullDisk(office.overlay))
    office.edit = replace(office.edit, writing=refusing)
    with pytest.raises(TryLater):
        save(office, *MIXED)
    assert overlay_desk.dump() == untouched
    assert standing(overlay_desk) == OLD
    assert [one["state"] for one in overlay_desk.must("undo", "--list")["runs"]] == ["rolled-back"]


class FullDisk:
    """The overlay, whose disk takes nothing more."""

    def __init__(self, overlay: Overlay) -> None:
        self._overlay = overlay
        self.values = overlay.values

    def write(self, practice_id: str, cells: Cells, becomes: tuple[int, RunState] | None = None) -> None:
        """Raises what a full disk does."""
        raise TryLater("The disk of this computer is full.")


DRIVER = """
import sys
from dataclasses import replace
from pathlib import Path

from agent.jobs.progress import PolledProgress
from agent.wiring.office import Office
from tests.agent.test_edit import MIXED, save
from tests.support.dying import Dying

home, where, name, after, verb = sys.argv[1:]

office = Office(Path(home))
writing = replace(office.writing, **{where: Dying(getattr(office.writing, where), name, after=after == "after")})
if verb == "save":
    office.edit = replace(office.edit, writing=writing)
    save(office, *MIXED)
else:
    replace(office.replace, writing=writing).undo(None, PolledProgress())
"""


@pytest.mark.parametrize("verb", ["save", "undo"])
@pytest.mark.parametrize(
    ("where", "name", "after", "whole"),
    [
        ("practice", "write", "before", "old"),
        ("practice", "write", "after", "new"),
        ("overlay", "write", "before", "new"),
        ("overlay", "write", "after", "new"),
    ],
)
def test_F6_a_change_of_columns_and_overlay_killed_between_ends_whole(
    overlay_desk: Desk, verb: str, where: str, name: str, after: str, whole: str
) -> None:
    desk = overlay_desk
    if verb == "undo":
        save(Office(desk.home), *MIXED)
    killed(DRIVER, desk.home, where, name, after, verb)
    said = desk.run("replace", "--field", "CU.City", "--value", "X", "--where", "CU.City = NOWHERE", "--yes")
    assert ("cut short" in said.err) is (where == "practice" or after == "before")
    written = whole == "new"
    assert standing(desk) == (NEW if written is (verb == "save") else OLD)
    state = {("save", True): "done", ("save", False): "rolled-back", ("undo", True): "undone", ("undo", False): "done"}
    assert [one["state"] for one in desk.must("undo", "--list")["runs"]] == [state[verb, written]]


def test_A5_runs_that_an_earlier_release_kept_can_be_undone(desk: Desk, tmp_path: Path) -> None:
    """Rows sealed one by one, a run without fields of its own."""
    desk.change("UPDATE customers SET city = 'Bern' WHERE id = 1")
    before = desk.dump()
    office = Office(desk.home)
    seal = Seal(office.secrets.key("journal-key"), b"journal")
    run = {
        "id": 0, "practice_id": office.practice.practice_id, "made": datetime.now(UTC).isoformat(), "who": "Ann",
        "set": "customers", "field": "CU.City", "home": "column", "secret": False, "conditions": "all rows",
        "changed": 1, "unchanged": 0, "backup": "", "state": "applying",
    }  # fmt: skip
    sealed = msgspec.msgpack.encode(("1001 Kim", values.pack("Bern"), values.pack("Thun")))
    with closing(sqlite3.connect(office.store.path)) as store, store:
        store.execute(
            "INSERT INTO replacements VALUES (1, ?, ?, 'done', ?)",
            (run["practice_id"], run["made"], msgspec.json.encode(run)),
        )
        store.execute("INSERT INTO replaced VALUES (1, '1', ?)", (seal.close(sealed, b'[1,"1"]'),))
    desk.change("UPDATE customers SET city = 'Thun' WHERE id = 1")
    assert desk.must("undo")["changed"] == 1
    assert desk.dump() == before
