"""A fault of Porchlight itself: a report in a file, no traceback, and nothing of the database in either."""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from agent.cli.output import AgentCommand
from agent.cli.root import main
from tests.agent.conftest import Desk

VALUE = "hunter2-of-Mrs-Miller"


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
