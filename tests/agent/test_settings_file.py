"""`settings.toml`, broken in every way: a sentence that names the file, nothing overwritten (F47, row 45)."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.settings.declared import VERSION
from tests.agent.conftest import Desk


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\x00",
        b"version = ",
        b"= 5",
        b'version = 1\nsecrets = 5\nid = "a"',
        b'version = "one"',
        b"version = true\nsecrets = false",
        b'[practice]\nurl = "x"',
        b"practice = 5",
        b'[practice]\nurl = 5\npractice_id = "x"',
        b"a" * 100_000,
        b'version = 1\nversion = 1\nid = ""',
    ],
    ids=lambda given: repr(given[:25]),
)
def test_a_file_that_can_not_be_read_is_named_and_left_alone(desk: Desk, content: bytes) -> None:
    file = desk.home / "settings.toml"
    file.write_bytes(content)
    for words in [("customers", "list"), ("init", "--database", str(desk.practice)), ("undo",)]:
        said = desk.run(*words, "--json")
        assert said.code == 1, (words, said)
        error = said.json["error"]
        assert str(file) in error["title"], (words, error)
        assert "agent init" in error["remedy"]
    assert file.read_bytes() == content


def test_a_file_of_a_newer_release_is_left_alone(desk: Desk) -> None:
    file = desk.home / "settings.toml"
    newer = file.read_text("utf-8").replace(f"version = {VERSION}", f"version = {VERSION + 1}")
    file.write_text(newer, "utf-8")
    for words in [("customers", "list"), ("init", "--database", str(desk.practice))]:
        said = desk.run(*words, "--json")
        assert said.code == 1
        assert "newer Porchlight" in said.json["error"]["title"]
        assert "--home" in said.json["error"]["remedy"]
    assert file.read_text("utf-8") == newer


def test_words_that_this_release_does_not_know_are_tolerated(desk: Desk) -> None:
    file = desk.home / "settings.toml"
    file.write_text('colour = "green"\n' + file.read_text("utf-8"), "utf-8")
    assert desk.must("customers", "list")["count"] == 30


def test_a_folder_in_its_place(desk: Desk) -> None:
    (desk.home / "settings.toml").unlink()
    (desk.home / "settings.toml").mkdir()
    said = desk.run("customers", "list", "--json")
    assert said.code == 1
    assert "settings.toml" in said.json["error"]["title"]


@pytest.mark.parametrize("name", ["secrets", "backups", "agent.db"])
def test_something_else_in_the_place_of_a_part_of_the_home(desk: Desk, name: str, tmp_path: Path) -> None:
    place = desk.home / name
    if place.exists():
        place.rename(tmp_path / "aside")
    if name == "agent.db":
        place.mkdir()
    else:
        place.write_bytes(b"a file")
    said = desk.run("undo", "--json")
    assert said.code in (1, 5)
    error = said.json["error"]
    assert name in error["title"] + error["detail"]
    assert error["remedy"]
    assert "fault of its own" not in error["title"]


@pytest.mark.parametrize("data", [b"no database " * 99, b""])
def test_an_own_file_that_is_damaged_is_told_or_begins_anew(desk: Desk, data: bytes) -> None:
    desk.must("customers", "set", "1001", "--field", "CU.City", "--value", "Bern")
    for left in desk.home.glob("agent.db*"):
        left.unlink()
    (desk.home / "agent.db").write_bytes(data)
    said = desk.run("undo", "--json")
    assert said.code == (1 if data else 3)
    if data:
        assert "agent.db is damaged" in said.json["error"]["title"]
        assert said.json["error"]["remedy"]


def test_the_variable_names_the_home(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORCHLIGHT_AGENT_HOME", str(desk.practice))
    desk.capture.readouterr()
    elsewhere = desk.home.parent / "elsewhere"
    said = Desk(elsewhere, desk.practice, desk.capture).run("customers", "list", "--json")
    assert said.code == 1
    assert str(elsewhere) in said.json["error"]["title"]
