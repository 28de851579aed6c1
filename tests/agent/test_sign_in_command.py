"""Passwords are activated: signing in on the command line, and what is done to who guesses (features A13, A19)."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from agent.store import sign_in as store_sign_in
from agent.wiring.basis import Basis
from tests.agent.conftest import Desk
from tests.agent.signing import OWN, PAT, activate, add, as_user, given, users


def test_A13_the_first_sign_in_is_clip_and_its_password_has_to_be_changed(desk: Desk) -> None:
    desk.must("users", "activate")
    assert users(desk)[-1][:3] == ("CLIP", 1, "CLIP")
    for words in [("customers", "list"), ("users", "add", "x", "--new-password-fd", "0"), ("users", "deactivate")]:
        said = as_user(desk, "clip", "CLIP", *words)
        assert (said.code, said.json["error"]["title"][:18]) == (1, "The first password"), words
    for refused in ("CLIP", "clip", "short", "123456789"):
        with given("CLIP", refused) as fd:
            words = ("users", "set", "CLIP", "--user", "CLIP", "--password-fd", fd, "--new-password-fd", fd)
            assert desk.run(*words).code == 2
    with given("CLIP", OWN) as fd:
        words = ("users", "set", "CLIP", "--user", "CLIP", "--password-fd", fd, "--new-password-fd", fd)
        assert desk.run(*words).code == 0
    assert users(desk)[-1][:3] == ("CLIP", 1, OWN)
    assert as_user(desk, "CLIP", OWN, "customers", "list").code == 0


def test_A13_an_existing_user_clip_is_left_as_it_is(desk: Desk) -> None:
    desk.change("INSERT INTO users (name, password, level) VALUES ('Clip', ?, 2)", PAT)
    before = users(desk)
    assert desk.must("users", "activate") == {"activated": True, "created": None, "level_1": ["olivia"]}
    assert users(desk) == before
    assert desk.run("users", "activate", "--json").code == 3


def test_A19_without_a_sign_in_nothing_is_done_and_it_says_so(desk: Desk) -> None:
    activate(desk)
    for words in [
        ("customers", "list"),
        ("replace", "--field", "CU.Email", "--value", "x", "--all", "--yes"),
        ("undo",),
        ("undo", "--list"),
        ("backup", "list"),
        ("backup", "now", str(desk.home / "copy.db")),
        ("process",),
        ("pair", "--receiver", "http://127.0.0.1:9", "--company", "112", "--code", "x"),
        ("init", "--database", str(desk.practice)),
        ("users", "list"),
        ("users", "deactivate", "--yes"),
    ]:
        said = desk.run(*words, "--json")
        assert (said.code, said.json["error"]["title"]) == (1, "Passwords are activated: sign in first."), words
        assert "--user" in said.json["error"]["remedy"]
    assert desk.run("fields").code == 0
    assert "not paired" in desk.run("status").err


def test_A19_without_a_terminal_the_password_has_to_come_by_a_descriptor(desk: Desk) -> None:
    activate(desk)
    said = desk.run("customers", "list", "--user", "CLIP", "--json")
    assert (said.code, "--password-fd" in said.json["error"]["remedy"]) == (2, True)
    said = desk.run("customers", "list", "--user", "CLIP", "--password-fd", "9999", "--json")
    assert (said.code, said.json["error"]["title"][:24]) == (2, "No password can be read ")


def test_A13_guessing_is_slowed_down_alike_for_everybody(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1_000_000.0]
    monkeypatch.setattr("agent.wiring.basis.time.time", lambda: now[0])
    activate(desk)
    waits = {}
    for name in ("olivia", "nobody at all"):
        titles = [as_user(desk, name, "wrong", "customers", "list").json["error"] for _ in range(6)]
        assert {one["title"] for one in titles[:5]} == {"User name or password is not right."}
        waits[name] = titles[5]
    assert waits["olivia"] == waits["nobody at all"]
    assert "30 seconds" in waits["olivia"]["remedy"]
    ((right,),) = desk.rows("SELECT password FROM users WHERE name = 'olivia'")
    assert as_user(desk, "olivia", right, "customers", "list").code == 5
    now[0] += 31
    assert as_user(desk, "olivia", "wrong", "customers", "list").code == 1
    assert "60 seconds" in as_user(desk, "OLIVIA", right, "customers", "list").json["error"]["remedy"]
    now[0] -= 3600  # The clock is set back: nobody waits for ever.
    assert "60 seconds" in as_user(desk, "olivia", right, "customers", "list").json["error"]["remedy"]
    now[0] += 61
    assert as_user(desk, "olivia", right, "customers", "list").code == 0
    assert as_user(desk, "olivia", "wrong", "customers", "list").code == 1
    assert store_sign_in.FORGOTTEN_SECONDS > 3600
    held = Path(desk.home / "agent.db").read_bytes()
    assert b"olivia" not in held.split(b"sign_in_tries")[-1]


def test_A13_tries_in_parallel_are_all_counted(desk: Desk) -> None:
    desk.must("users", "activate")
    signs = Basis(desk.home).signs
    with ThreadPoolExecutor(8) as pool:
        waits = sorted(pool.map(lambda _: signs.count("p", "Ｏlivia", 5.0), range(12)))
    assert waits == [0.0] * 5 + [30.0] * 7
    assert signs.count("p", "olivia ", 6.0) == 29.0
    assert signs.count("another practice", "olivia", 6.0) == 0


def test_A13_the_state_can_not_be_forged(desk: Desk) -> None:
    activate(desk)
    with closing(sqlite3.connect(desk.home / "agent.db")) as store, store:
        store.execute("UPDATE activations SET sealed = zeroblob(60)")
    said = desk.run("customers", "list", "--json")
    assert said.code == 1
    assert "does not fit the key" in said.json["error"]["title"]


def test_A13_a_level_1_user_can_put_a_damaged_practice_database_back(desk: Desk) -> None:
    activate(desk)
    assert add(desk, "Pat", PAT, "--permission", "Backup/Restore", by=("CLIP", OWN)).code == 0
    replace = ("replace", "--field", "CU.City", "--value", "Bern", "--all", "--yes")
    backup = as_user(desk, "CLIP", OWN, *replace).json["backup"]
    desk.practice.write_bytes(b"\xa5" * 50_000)
    assert as_user(desk, "CLIP", "wrong", "restore", backup, "--yes").code == 1
    assert as_user(desk, "Pat", PAT, "restore", backup, "--yes").code == 1
    assert as_user(desk, "CLIP", OWN, "restore", backup, "--yes").code == 0
    assert as_user(desk, "Pat", PAT, "backup", "list").code == 0
