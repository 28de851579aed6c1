"""The command line as a whole: help, plain output, one object with `--json`, exit codes, one command at a time."""

from __future__ import annotations

import json
import os
import pty
import shlex
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import click
import pytest

from agent.cli.root import main, run
from agent.jobs.lock import WORK, held, single_instance
from agent.jobs.progress import PolledProgress
from agent.office.sample import make_sample
from tests.agent.conftest import ACTIVE, PASSWORD, Desk
from tests.support.office import Office
from tests.support.processes import ROOT, environment

REPLACE = ("replace", "--field", PASSWORD, "--value", "clip", "--where", ACTIVE)


def commands(group: click.Group, *words: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command and group, with the words that call it."""
    yield words, group
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, *words, name)
        else:
            yield (*words, name), command


@pytest.mark.parametrize("words", [words for words, _ in commands(main)], ids=" ".join)
def test_every_help_has_an_example_that_can_be_typed(desk: Desk, words: tuple[str, ...]) -> None:
    desk.capture.readouterr()
    said = main.main([*words, "--help"], "agent", standalone_mode=False)
    assert not said
    text = " ".join(desk.capture.readouterr().out.split())
    _, found, example = text.rpartition("Example: agent ")
    assert found, text
    typed = shlex.split(example)
    assert tuple(typed[: len(words)]) == words
    command: click.Command = main
    while isinstance(command, click.Group):
        command = command.commands[typed.pop(0)]
    command.make_context("example", typed)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("fields",), 0),
        (("fields", "--set", "nonsense"), 2),
        (("fields", "--nonsense"), 2),
        (("nonsense",), 2),
        (("customers",), 2),
        (("customers", "list"), 0),
        (("customers", "list", "--where", "nonsense"), 2),
        (("customers", "list", "--where", "CU.Record Id = " + "9" * 5000), 0),
        (("customers", "list", "--where", "CU.City İs Empty"), 2),
        (("customers", "show", "\udcff"), 2),
        (("customers", "list", "--where", "CU.City <> \udcff"), 2),
        (("customers", "show", "1001"), 0),
        (("customers", "set", "1001", "--field", "CU.City", "--value", "Bern"), 0),
        ((*REPLACE, "--dry-run"), 0),
        (REPLACE, 2),
        (("replace", "--field", PASSWORD, "--value", "clip", "--where", "CU.City = Nowhere", "--yes"), 3),
        (("undo", "--list"), 0),
        (("undo",), 3),
        (("undo", "99"), 3),
        (("undo", "9" * 30), 3),
        (("redo",), 3),
        (("backup", "list"), 0),
        (("backup", "now", "/nowhere/at/all"), 2),
        (("restore", "none", "--yes"), 2),
        (("status",), 1),
        (("process",), 1),
        (("process", "--history-since", "2026-02-30"), 2),
        (("process", "--history-since", "10.03.2026"), 2),
        (("pair", "--receiver", "http://portal.example.com", "--company", "112", "--code", "x"), 2),
        (("pair", "--receiver", "http://127.0.0.1:9", "--company", "112", "--code", "x"), 5),
        (("pair", "--receiver", "https://portal.example.com", "--company", "0", "--code", "x"), 2),
        (("init", "--database", "/nowhere/at/all.db"), 1),
        (("sample", "/tmp", "--customers", "3"), 1),
        (("sample", "/proc/none/practice.db", "--customers", "3"), 1),
        (("sample", "/tmp/x.db", "--customers", "0"), 2),
        (("sample", "/tmp/x.db", "--customers", "many"), 2),
    ],
    ids=lambda given: " ".join(given)[:50].encode("ascii", "replace").decode() if isinstance(given, tuple) else "",
)
def test_the_answer_is_one_object_and_the_exit_code_of_the_contract(
    desk: Desk, words: tuple[str, ...], code: int
) -> None:
    said = desk.run(*words, "--json")
    assert said.code == code, said
    assert said.out.count("\n") == 1
    told = json.loads(said.out)
    assert isinstance(told, dict)
    # 3 may be told as an error or as a result that names no run.
    assert ("error" in told) == (code not in (0, 3)) or code == 3
    if "error" in told:
        assert set(told["error"]) == {"title", "detail", "remedy"}
        assert told["error"]["title"]
    assert "Traceback" not in said.err
    assert "fault of its own" not in said.err


def test_the_folder_may_stand_before_the_command_or_after_it(desk: Desk, tmp_path: Path) -> None:
    after = desk.must("setup")
    assert after["practice"].endswith(desk.practice.name)
    for before in (desk.home, tmp_path / "nowhere"):
        code = run(
            ["--home", str(before), "setup", "--json", *(() if before == desk.home else ("--home", str(desk.home)))]
        )
        assert (code, json.loads(desk.capture.readouterr().out)) == (0, after)


def test_what_goes_wrong_is_told_with_the_next_step(desk: Desk) -> None:
    for words in [("status",), ("process",), ("customers", "show", "none"), ("restore", "none", "--yes"), REPLACE]:
        assert desk.run(*words, "--json").json["error"]["remedy"], words


@pytest.mark.parametrize(
    "words",
    [
        (*REPLACE, "--yes"),
        ("undo",),
        ("redo",),
        ("customers", "set", "1001", "--field", "CU.City", "--value", "Bern"),
        ("restore", "x", "--yes"),
        ("process",),
        ("pair", "--receiver", "http://127.0.0.1:9", "--company", "112", "--code", "x"),
    ],
)
def test_two_at_once_try_later(desk: Desk, words: tuple[str, ...]) -> None:
    before = desk.dump()
    with single_instance(desk.home):
        said = desk.run(*words, "--json")
        assert desk.run("customers", "list").code == 0
    assert said.code == 5
    assert "at work" in said.json["error"]["title"]
    assert desk.dump() == before


def test_choosing_a_database_waits_for_the_other_command_too(desk: Desk) -> None:
    with single_instance(desk.home):
        assert desk.run("init", "--database", str(desk.practice)).code == 5


@pytest.fixture
def small_office(tmp_path: Path) -> Office:
    """An office with three customers, for real processes."""
    made = Office(tmp_path / "office")
    make_sample(made.practice, 3, 1, PolledProgress())
    return made


def test_a_pipe_gets_plain_lines(small_office: Office) -> None:
    small_office.init()
    said = small_office.run("replace", "--field", PASSWORD, "--value", "clip", "--all", "--yes")
    assert said.code == 0
    assert not {"\r", "\x1b", "\b"} & set(said.out + said.err)


def test_a_terminal_gets_no_colours_with_no_color(small_office: Office) -> None:
    """On a terminal of its own, as a person sees it."""
    small_office.init()
    words = ["replace", "--field", PASSWORD, "--value", "clip", "--all", "--yes", "--home", str(small_office.home)]
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "agent", *words],
        cwd=ROOT,
        env={**small_office.environment, "NO_COLOR": "1", "TERM": "xterm-256color"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    ) as running:
        os.close(theirs)
        seen = b""
        try:
            while data := os.read(ours, 4096):
                seen += data
        except OSError:  # so ends a terminal on Linux
            pass
        os.close(ours)
    assert running.returncode == 0
    assert b"Replaced CU.Customer Password" in seen
    assert b"\x1b" not in seen


def test_a_pipe_that_takes_fewer_characters_gets_signs_and_json_stays_whole(small_office: Office) -> None:
    small_office.init()
    small_office.change("UPDATE customers SET name = 'Zo 😀 Ωmega', first_name = 'Ann'")
    told = small_office.run("customers", "list", env={"PYTHONIOENCODING": "latin-1"})
    assert told.code == 0
    assert "Zo ? ?mega" in told.out
    exact = small_office.run("customers", "list", "--json", env={"PYTHONIOENCODING": "latin-1"})
    names = {one["fields"]["CU.Customer Name"] for one in exact.json["customers"]}
    assert names == {"Zo 😀 Ωmega"}


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Ctrl-C stops the programs that are started meanwhile, also where a script has the tests run in the background: it
    has them ignore it, and so would what they start."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_while_loading_gets_no_traceback(tmp_path: Path) -> None:
    words = [sys.executable, "-X", "importtime", "-m", "agent", "fields", "--home", str(tmp_path / "home")]
    with subprocess.Popen(words, cwd=ROOT, env=environment(tmp_path), stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        while running.stderr.readline().split("|")[-1].strip() != "sqlalchemy.exc":
            assert running.poll() is None
        running.send_signal(signal.SIGINT)
        told = running.stderr.read()
    assert running.returncode == 1
    assert "Traceback" not in told
    assert "Stopped." in told


@pytest.mark.parametrize("command", ["list", "show"])
def test_what_the_database_holds_can_not_steer_the_terminal(desk: Desk, command: str) -> None:
    desk.change("UPDATE customers SET name = ? WHERE number = '1001'", "a\x1b]0;owned\x07\x9b2J\r\u202eb\x00")
    said = desk.run("customers", *(("show", "1001") if command == "show" else ("list",)))
    assert said.code == 0
    assert not {"\x1b", "\x07", "\x9b", "\r", "\u202e", "\x00"} & set(said.out)
    assert "a␛]0;owned␇" in said.out
    told = desk.must("customers", "show", "1001")["customer"]["fields"]["CU.Customer Name"]
    assert told == "a\x1b]0;owned\x07\x9b2J\r\u202eb\x00"


def test_a_real_command_beside_another_tries_later(small_office: Office) -> None:
    small_office.init()
    with single_instance(small_office.home):
        second = small_office.run("undo", "--json")
    assert second.code == 5
    assert "at work" in second.json["error"]["title"]


def test_a_real_command_that_waits_for_the_offices_program_is_at_work(small_office: Office) -> None:
    small_office.init()
    with closing(sqlite3.connect(small_office.practice, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        first = small_office.start("replace", "--field", PASSWORD, "--value", "clip", "--all", "--yes")
        try:
            first.wait_until(lambda: "Writing" in first.said() and held(small_office.home, WORK))
            assert first.process.wait(20) == 5
        finally:
            first.end()
    assert "in use by another program" in first.said()


def test_new_desks_need_a_database_first(new_desk: Callable[[Path], Desk], tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "none.db")
    for words in [("fields",), ("customers", "list"), REPLACE, ("undo",), ("process",), ("backup", "now", "x")]:
        said = desk.run(*words, "--json")
        assert said.code == 1, words
        assert "agent init" in said.json["error"]["remedy"], words
