"""A fault of Porchlight itself: a report in a file, no traceback, and nothing of the database in either."""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import click
import pytest

from agent.cli.output import AgentCommand
from agent.cli.root import main
from tests.agent.conftest import Desk
from tests.support.processes import environment, run

VALUE = "hunter2-of-Mrs-Miller"
FAILING_DISK = """
import errno, runpy, sys
kind, name, *sys.argv = sys.argv[1:]
class Disk:
    def find_spec(self, wanted, path, target=None):
        if wanted == name and kind == "EIO":
            raise OSError(errno.EIO, "Input/output error", "/lib/" + name)
        if wanted == name:
            raise ImportError(name + ": cannot open shared object file")
sys.meta_path.insert(0, Disk())
runpy.run_module("agent", run_name="__main__", alter_sys=True)
"""
"""The agent, on a disk that does not give one of its modules."""


def broken() -> None:
    """A fault that nobody foresaw, with a value of the database in its words."""
    raise RuntimeError(f"can't handle {VALUE}")


@pytest.fixture
def desk(new_desk: Callable[[Path], Desk], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose `agent fields` has a fault, with a folder of its own for reports."""
    planted: dict[str, click.Command] = {"fields": AgentCommand("fields", callback=broken)}
    monkeypatch.setattr(main, "commands", {**main.commands, **planted})
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return new_desk(tmp_path / "none.db")


def test_a_fault_is_written_down_and_told_in_sentences(desk: Desk, tmp_path: Path) -> None:
    said = desk.run("fields")
    assert said.code == 1
    assert said.out == ""
    assert "fault of its own" in said.err
    assert "Traceback" not in said.err
    (report,) = tmp_path.glob("porchlight-fault-*")
    assert str(report) in said.err
    written = report.read_text()
    assert "RuntimeError" in written
    assert re.search(r"test_faults_of_our_own.py\", line \d+, in broken", written)
    assert VALUE not in said.err
    assert f"can't handle {VALUE}" not in written
    assert stat.S_IMODE(report.stat().st_mode) == 0o600


def test_a_fault_is_one_object_for_programs(desk: Desk) -> None:
    said = desk.run("fields", "--json")
    assert said.code == 1
    error = json.loads(said.out)["error"]
    assert error["title"]
    assert "porchlight-fault-" in error["detail"]
    assert error["remedy"]


def test_a_fault_is_told_even_where_no_report_can_be_written(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    said = desk.run("fields", "--json")
    assert said.code == 1
    assert "RuntimeError" in said.json["error"]["detail"]
    assert said.json["error"]["remedy"]


@pytest.mark.parametrize(("kind", "name"), [("EIO", "requests"), ("no library", "sqlalchemy")])
def test_F14_F16_what_can_not_be_loaded_is_told_before_anything_begins(kind: str, name: str, tmp_path: Path) -> None:
    words = ["-c", FAILING_DISK, kind, name, "agent", "status", "--home", str(tmp_path / "home")]
    for more in ((), ("--json",)):
        said = run([*words, *more], environment(tmp_path))
        assert said.code == 1 and "Traceback" not in said.err
        assert "can't be loaded" in said.err and name in said.err and "disk is sound" in said.err
    assert {*said.json["error"]} == {"title", "detail", "remedy"}
    assert not (tmp_path / "home").exists()


def test_F14_F16_a_window_that_can_not_be_loaded_is_told(tmp_path: Path) -> None:
    words = ["-c", FAILING_DISK, "EIO", "agent.gui.app", "agent", "--home", str(tmp_path / "home")]
    said = run(words, environment(tmp_path, {"QT_QPA_PLATFORM": "offscreen"}))
    assert said.code == 1 and "can't be loaded" in said.err and "Traceback" not in said.err


def test_F14_F16_a_part_that_is_wanted_later_and_can_not_be_loaded_is_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted = AgentCommand("fields", callback=lambda: import_module("a_part_that_is_gone"))
    monkeypatch.setitem(main.commands, "fields", planted)
    error = desk.run("fields", "--json").json["error"]
    assert "can't be loaded" in error["title"] and "a_part_that_is_gone" in error["detail"] and error["remedy"]
