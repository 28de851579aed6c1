"""Paths with blanks, quotes, signs of URLs and umlauts: for the database, the mapping, the home, copies (row 45)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.agent.conftest import ACTIVE, FOREIGN, PASSWORD, Desk

NAMES = [
    "two words",
    "Büro Müller",
    'it\'s "quoted"',
    "100% %20 %n",
    "a#b&c=d",
    "semi;colon, comma",
    "$HOME `x` $(x)",
    "back\\slash",
    "-dash",
    "CON",
    "東京 😀",
    "x" * 120,
]
REPLACE = ("replace", "--field", PASSWORD, "--value", "clip", "--where", ACTIVE, "--yes")


@pytest.fixture
def desk_at(
    tmp_path: Path, sample: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], Desk]:
    """A desk whose home, folder and database all have the name."""
    monkeypatch.setenv("PORCHLIGHT_AGENT_SECRETS", "file")

    def make(name: str) -> Desk:
        folder = tmp_path / name
        folder.mkdir()
        practice = folder / f"{name}.db"
        shutil.copy(sample, practice)
        return Desk(folder / "home", practice, capsys)

    return make


@pytest.mark.parametrize("name", [*NAMES, "what?"])
def test_a_path_is_taken_as_it_is(desk_at: Callable[[str], Desk], name: str) -> None:
    desk = desk_at(name)
    desk.must("init", "--database", str(desk.practice))
    before = desk.dump()
    backup = desk.must(*REPLACE)["backup"]
    desk.must("undo")
    assert desk.dump() == before
    copy = desk.practice.with_name(f"{name} copy.db")
    assert desk.must("backup", "now", str(copy))["path"] == str(copy)
    desk.practice.unlink()
    desk.must("restore", backup, "--yes")
    assert desk.dump() == before
    assert {one.name for one in desk.practice.parent.iterdir()} == {"home", desk.practice.name, copy.name}


@pytest.mark.parametrize("name", [*NAMES, "what?"])
def test_a_url_of_a_file_is_taken_as_it_is(desk_at: Callable[[str], Desk], name: str) -> None:
    desk = desk_at(name)
    desk.must("init", "--database", f"sqlite:///{quote(str(desk.practice))}")
    before = desk.dump()
    backup = desk.must(*REPLACE)["backup"]
    desk.must("restore", backup, "--yes")
    assert desk.dump() == before
    assert {one.name for one in desk.practice.parent.iterdir()} == {"home", desk.practice.name}


def test_a_url_may_have_blanks_as_they_are(desk_at: Callable[[str], Desk]) -> None:
    desk = desk_at("Büro Müller")
    desk.must("init", "--database", f"sqlite:///{desk.practice}")
    assert desk.must("customers", "list")["count"] == 30


def test_a_relative_path_means_the_same_in_every_folder(
    desk_at: Callable[[str], Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_at("here")
    monkeypatch.chdir(desk.practice.parent)
    for url in ("here.db", "./here.db", "sqlite:///here.db"):
        desk.must("init", "--database", url)
        monkeypatch.chdir("/")
        assert desk.must("customers", "list")["count"] == 30, url
        monkeypatch.chdir(desk.practice.parent)


@pytest.mark.parametrize("url", ["~/own/own.db", "sqlite:///~/own/own.db"])
def test_a_tilde_is_the_home_of_the_account(
    desk_at: Callable[[str], Desk], url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_at("own")
    monkeypatch.setenv("HOME", str(tmp_path))
    desk.must("init", "--database", url)
    backup = desk.must(*REPLACE)["backup"]
    desk.must("restore", backup, "--yes")


@pytest.mark.parametrize("name", NAMES)
def test_a_mapping_may_be_called_anything(overlay_desk: Desk, tmp_path: Path, name: str) -> None:
    mapping = tmp_path / f"{name}.toml"
    mapping.write_text(FOREIGN, "utf-8")
    overlay_desk.must("init", "--database", str(overlay_desk.practice), "--mapping", str(mapping))
    assert overlay_desk.must("customers", "list")["count"] == 20


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("", 1),
        (" ", 1),
        ("sqlite://", 2),
        ("sqlite:///", 2),
        ("sqlite:///:memory:", 2),
        ("sqlite:////", 1),
        ("postgresql://", 1),
        ("postgresql://user@host:port/x", 1),
        ("nonsense://%zz", 1),
        ("://", 1),
        ("\\\\server\\share\\practice.db", 1),
        ("/dev/null", 1),
        ("/", 1),
        ("a\nb", 1),
        ("x" * 5000, 1),
    ],
)
def test_what_names_no_database_is_told(new_desk: Callable[[Path], Desk], tmp_path: Path, url: str, code: int) -> None:
    desk = new_desk(tmp_path / "none.db")
    said = desk.run("init", "--database", url, "--json")
    assert said.code in (code, 5 if url == "postgresql://" else code), said
    error = said.json["error"]
    assert error["title"]
    assert error["remedy"]
    assert "fault of its own" not in error["title"]
    assert desk.run("customers", "list").code == 1
