"""Secrets that can't be had: a clear sentence, nothing in clear, no silent fall-back, and nothing made anew (F46)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.agent.conftest import ACTIVE, PASSWORD, Desk

PASSPHRASE = "PORCHLIGHT_AGENT_PASSPHRASE"
WORD = "correct horse Bütterfly"
REPLACE = ("replace", "--field", PASSWORD, "--value", "clip", "--where", ACTIVE, "--yes")


@pytest.fixture
def protected(new_desk: Callable[[Path], Desk], sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose secrets are sealed by a passphrase, with one replacement in the journal."""
    practice = tmp_path / "practice.db"
    practice.write_bytes(sample.read_bytes())
    monkeypatch.setenv(PASSPHRASE, WORD)
    made = new_desk(practice)
    made.must("init", "--database", str(practice))
    made.must(*REPLACE)
    return made


def refused(desk: Desk, told: str) -> None:
    """Every command that needs secrets says `told`, and changes nothing anywhere; only that a Process came to nothing
    is noted."""
    before = desk.dump()
    files = {path: path.read_bytes() for path in desk.files()}
    for words in [REPLACE, ("undo",), ("customers", "list"), ("backup", "list")]:
        says(desk, told, *words)
    after = {path: path.read_bytes() for path in desk.files()}
    assert {path for path in after if path.name != "work.lock" and after[path] != files.get(path)} == set()
    says(desk, told, "process")
    assert desk.dump() == before


def says(desk: Desk, told: str, *words: str) -> None:
    """The command is refused in these words."""
    said = desk.run(*words, "--json")
    assert said.code == 1, (words, said)
    error = said.json["error"]
    assert told in error["title"], (words, error)
    assert error["remedy"]
    assert WORD not in said.out + said.err


def test_the_right_passphrase_opens_them_again(protected: Desk) -> None:
    assert protected.must("undo")["changed"] > 0
    assert not any(WORD.encode() in path.read_bytes() for path in protected.files())
    assert not (protected.home / "secrets" / "key").exists()


@pytest.mark.parametrize("word", ["wrong horse", WORD.upper(), WORD + " ", "Correct horse Bu\u0308tterfly"])
def test_another_passphrase_is_refused(protected: Desk, monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    monkeypatch.setenv(PASSPHRASE, word)
    refused(protected, "passphrase does not fit")


def test_no_passphrase_is_refused_with_the_name_of_the_variable(
    protected: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(PASSPHRASE)
    refused(protected, "protected by a passphrase")
    assert PASSPHRASE in protected.run("undo", "--json").json["error"]["remedy"]


def test_a_key_file_that_is_gone_is_refused_and_not_made_anew(desk: Desk) -> None:
    desk.must(*REPLACE)
    (desk.home / "secrets" / "key").unlink()
    refused(desk, "is gone")


@pytest.mark.parametrize("data", [b"", b"short", b"x" * 32, b"y" * 500])
def test_another_key_file_is_refused(desk: Desk, data: bytes) -> None:
    desk.must(*REPLACE)
    (desk.home / "secrets" / "key").write_bytes(data)
    refused(desk, "does not fit the secrets")


@pytest.mark.parametrize(
    "change",
    [
        {"check": "AAAA"},
        {"salt": "AAAA"},
        {"salt": "QUFBQUFBQUFBQUFBQUFBQQ=="},
        {"memory_kib": 2**40},
        {"memory_kib": 1},
        {"time_cost": 0},
        {"lanes": -1},
        {"version": 2},
        {"version": "one"},
    ],
    ids=str,
)
def test_a_changed_description_of_the_secrets_is_refused(protected: Desk, change: dict[str, object]) -> None:
    file = protected.home / "secrets" / "about.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | change))
    said = protected.run("undo", "--json")
    assert said.code == 1
    assert "fault of its own" not in said.json["error"]["title"], said
    assert said.json["error"]["remedy"], said


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", b"[]", b"null", b'{"version":1,"check":"\xff"}'])
def test_a_damaged_description_of_the_secrets_is_refused(desk: Desk, data: bytes) -> None:
    (desk.home / "secrets" / "about.json").write_bytes(data)
    said = desk.run("undo", "--json")
    assert said.code == 1
    assert "about.json" in said.json["error"]["title"], said
    assert said.json["error"]["remedy"]


@pytest.mark.parametrize("name", ["overlay-key", "backup-key", "journal-key"])
def test_a_damaged_secret_is_refused(desk: Desk, name: str) -> None:
    desk.must(*REPLACE)
    file = desk.home / "secrets" / f"{name.encode().hex()}.sealed"
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    before = desk.dump()
    for damaged in (bytes(data), b"", bytes(data[:20])):
        file.write_bytes(damaged)
        said = desk.run("undo", "--json")
        assert said.code == 1
        assert name in said.json["error"]["title"]
        assert file.read_bytes() == damaged
    assert desk.dump() == before


def test_a_lost_journal_key_never_undoes_with_nonsense(desk: Desk) -> None:
    desk.must(*REPLACE)
    (desk.home / "secrets" / f"{b'journal-key'.hex()}.sealed").unlink()
    before = desk.dump()
    said = desk.run("undo", "--json")
    assert said.code == 1
    assert "does not fit the key in the keyring" in said.json["error"]["title"]
    assert desk.dump() == before
