"""A replacement killed at any point leaves all old or all new values, and the next start says which (F6, F7)."""

from __future__ import annotations

import pytest

from tests.agent.conftest import ACTIVE, PASSWORD, Desk
from tests.support import dying

DRIVER = """
import sys
from dataclasses import replace
from pathlib import Path

from agent.domain.conditions import parse
from agent.domain.wish import Wish
from agent.jobs.progress import PolledProgress
from agent.wiring.office import Office
from tests.support.dying import Dying

home, point, verb = sys.argv[1:]

engine = Office(Path(home)).replace
where = {"write": "practice", "overlay": "overlay", "begin": "journal", "move": "journal"}[point.split()[1]]
name = "write" if where != "journal" else point.split()[1]
dying = Dying(getattr(engine.writing, where), name, after=point.startswith("after"))
writing = replace(engine.writing, **{where: dying})
engine = replace(engine, writing=writing)
field = writing.practice.catalog.field("CU.Customer Password")
if verb == "replace":
    condition = parse("CU.Customer Status = ACTIVE", writing.practice.catalog, "customers")
    engine.perform(engine.plan(Wish(field, (condition,), "clip")), PolledProgress())
else:
    engine.undo(None, PolledProgress())
"""


def killed(desk: Desk, point: str, verb: str) -> None:
    dying.killed(DRIVER, desk.home, point, verb)


@pytest.mark.parametrize(
    ("point", "state"),
    [
        ("before begin", None),
        ("after begin", "rolled-back"),
        ("before write", "rolled-back"),
        ("after write", "done"),
        ("before move", "done"),
        ("after move", "done"),
    ],
)
def test_F6_a_killed_replacement_is_all_or_nothing(desk: Desk, point: str, state: str | None) -> None:
    before = desk.dump()
    killed(desk, point, "replace")
    assert (set(desk.passwords()) == {"clip"}) is (state == "done")
    if state != "done":
        assert desk.dump() == before
    said = desk.run("replace", "--field", "CU.City", "--value", "X", "--where", "CU.City = NOWHERE", "--yes")
    assert said.code == 3
    assert ("cut short" in said.err) is (state is not None and point != "after move")
    runs = desk.must("undo", "--list")["runs"]
    assert [one["state"] for one in runs] == ([state] if state else [])
    assert desk.run("undo").code == (0 if state == "done" else 3)
    assert desk.dump() == before


@pytest.mark.parametrize("points", [("before write", "after write"), ("after move", "before move"), ("before move",)])
def test_F7_an_undo_killed_twice_ends_where_it_should(desk: Desk, points: tuple[str, ...]) -> None:
    before = desk.dump()
    desk.must("replace", "--field", PASSWORD, "--value", "clip", "--where", ACTIVE, "--yes")
    for point in points:
        killed(desk, point, "undo")
        assert desk.dump() == before or set(desk.passwords()) == {"clip"}
        said = desk.run("replace", "--field", "CU.City", "--value", "X", "--where", "CU.City = NOWHERE", "--yes")
        # Killed before its first note, an undo has not begun.
        assert ("cut short" in said.err) is (point != "before move")
    desk.run("undo")
    assert desk.dump() == before
    assert [one["state"] for one in desk.must("undo", "--list")["runs"]] == ["undone"]


@pytest.mark.parametrize(("point", "state"), [("before overlay", "rolled-back"), ("after overlay", "done")])
def test_F6_of_the_overlay_values_and_state_are_one(overlay_desk: Desk, point: str, state: str) -> None:
    killed(overlay_desk, point, "replace")
    overlay_desk.run("replace", "--field", "CU.City", "--value", "X", "--where", "CU.City = NOWHERE", "--yes")
    assert [one["state"] for one in overlay_desk.must("undo", "--list")["runs"]] == [state]
    count = overlay_desk.must("customers", "list", "--where", f"{PASSWORD} = clip")["count"]
    assert count == (20 if state == "done" else 0)


def test_F6_a_copy_left_by_a_kill_is_removed(desk: Desk) -> None:
    left = desk.home / "backups" / ".work-left"
    left.mkdir(parents=True)
    (left / "copy").write_bytes(desk.practice.read_bytes())
    desk.must("replace", "--field", PASSWORD, "--value", "clip", "--where", ACTIVE, "--yes")
    assert not left.exists()
