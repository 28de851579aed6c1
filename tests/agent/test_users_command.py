"""Users, passwords and signing in on the command line (features A13, A14, A19; threat T8)."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from agent.store import sign_in as store_sign_in
from agent.wiring.basis import Basis
from tests.agent.conftest import FOREIGN, Desk, Said
from tests.guards.recoverable import readable

OWN = "maple-otter-quiet-lamp"
PAT = "window-river-77"


@contextmanager
def given(*lines: str) -> Iterator[str]:
    """A file descriptor from which these lines can be read."""
    reading, writing = os.pipe()
    os.write(writing, "".join(f"{one}\n" for one in lines).encode())
    os.close(writing)
    yield str(reading)
    os.close(reading)


def as_user(desk: Desk, name: str, password: str, *words: str) -> Said:
    """A command by somebody who signs in."""
    with given(password) as fd:
        return desk.run(*words, "--user", name, "--password-fd", fd, "--json")


def add(desk: Desk, name: str, password: str, *words: str, by: tuple[str, str] | None = None) -> Said:
    """`agent users add`."""
    with given(*([by[1]] if by else []), password) as fd:
        signing = ("--user", by[0], "--password-fd", fd) if by else ()
        return desk.run("users", "add", name, "--new-password-fd", fd, *words, *signing, "--json")


def activate(desk: Desk) -> None:
    """Activate Passwords, and the forced change of the first one."""
    assert desk.must("users", "activate")["created"] == "CLIP"
    with given("CLIP", OWN) as fd:
        said = desk.run("users", "set", "CLIP", "--user", "CLIP", "--password-fd", fd, "--new-password-fd", fd)
    assert said.code == 0, said


def users(desk: Desk) -> list[tuple[Any, ...]]:
    """What independent SQL says."""
    return desk.rows("SELECT name, level, password, permissions, employee_id, email FROM users ORDER BY id")


def test_A13_users_are_added_changed_and_removed(desk: Desk) -> None:
    before = users(desk)
    told = add(desk, "Pat", PAT, "--level", "3", "--employee", "Sofia Bell", "--email", "pat@x.example")
    assert told.json["user"]["permissions"] == ["Process", "Customer List"]
    assert users(desk) == [*before, ("Pat", 3, PAT, "Process, Customer List", 3, "pat@x.example")]
    desk.must("users", "set", "thomas", "--permission", "backup/restore", "--level", "4")
    kept = "Backup/Restore, customers, jobs, reports"
    assert [one[1:4] for one in users(desk) if one[0] == "thomas"] == [(4, before[1][2], kept)]
    assert desk.run("users", "set", "thomas", "--level", "4").code == 3
    desk.must("users", "remove", "pat", "--yes")
    assert [one[0] for one in users(desk)] == ["olivia", "thomas", "sofia"]
    listed = desk.must("users", "list")
    assert [one["name"] for one in listed["users"]] == ["olivia", "sofia", "thomas"]
    assert before[1][2] not in str(listed)
    kinds = [one.what for one in Basis(desk.home).activity.latest(9)]
    assert kinds == [
        "Removed the user Pat",
        "Changed the user thomas (level, permissions)",
        "Added the user Pat (level 3)",
    ]


@pytest.mark.parametrize(
    ("name", "password", "words", "told"),
    [
        ("Pat", "seven77", (), "too short"),
        ("Pat", "clip", (), "everybody knows"),
        ("Pat", "password1", (), "somebody would guess"),
        ("Pat Meyers", "patmeyers", (), "somebody would guess"),
        ("Pat", "x" * 129, (), "can't be used"),
        (" OLIVIA ", PAT, (), "already a user"),
        ("  ", PAT, (), "needs a user name"),
        ("a\nb", PAT, (), "can't be used"),
        ("Pat", PAT, ("--level", "0"), "no level 0"),
        ("Pat", PAT, ("--email", "pat"), "no e-mail"),
        ("Pat", PAT, ("--employee", "Nobody Here"), "no employee"),
    ],
)
def test_A13_what_does_not_fit_is_refused(
    desk: Desk, name: str, password: str, words: tuple[str, ...], told: str
) -> None:
    before = users(desk)
    said = add(desk, name, password, *words)
    assert said.code == 2
    assert told in said.json["error"]["title"]
    assert password not in said.out + said.err or password == "clip"
    assert users(desk) == before


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
    said = desk.run("customers", "list", "--user", "CLIP", "--password-fd", "99", "--json")
    assert (said.code, said.json["error"]["title"][:24]) == (2, "No password can be read ")


def test_A13_who_lacks_the_right_is_told_why_and_whom_to_ask(desk: Desk) -> None:
    activate(desk)
    assert add(desk, "Pat", PAT, by=("CLIP", OWN)).code == 0
    assert as_user(desk, "pat", PAT, "customers", "list").code == 0
    said = as_user(desk, "pat", PAT, "customers", "set", "1001", "--field", "CU.Email", "--value", "x@y.example")
    assert said.json["error"]["title"] == 'You can\'t do this: Pat would need the permission "Edit Customers".'
    assert said.json["error"]["remedy"] == "Ask CLIP or olivia: System > Passwords > Set Passwords."
    for words in [("init", "--database", str(desk.practice)), ("users", "deactivate", "--yes")]:
        assert "level-1 user" in as_user(desk, "pat", PAT, *words).json["error"]["title"]
    desk.change("UPDATE users SET permissions = 'edit customers' WHERE name = 'Pat'")
    edited = as_user(desk, "pat", PAT, "customers", "set", "1001", "--field", "CU.Email", "--value", "x@y.example")
    assert edited.code == 0
    assert as_user(desk, "pat", PAT, "undo").code == 0
    run = as_user(desk, "CLIP", OWN, "replace", "--field", "CU.City", "--value", "Bern", "--all", "--yes").json["run"]
    assert as_user(desk, "pat", PAT, "undo", str(run)).code == 1


def test_A13_set_passwords_is_not_every_permission(desk: Desk) -> None:
    activate(desk)
    boxes = ("--permission", "Set Passwords", "--permission", "Global Replacement")
    assert add(desk, "Pat", PAT, *boxes, by=("CLIP", OWN)).code == 0
    before = users(desk)
    for words in [
        ("users", "set", "Pat", "--level", "1"),
        ("users", "set", "olivia", "--level", "2"),
        ("users", "remove", "olivia", "--yes"),
        ("users", "set", "thomas", "--permission", "Process"),
        ("replace", "--set", "users", "--field", "US.Level", "--value", "1", "--all", "--yes"),
        ("replace", "--set", "users", "--field", "US.Password", "--value", PAT, "--all", "--yes"),
    ]:
        assert as_user(desk, "Pat", PAT, *words).code == 1, words
    assert users(desk) == before
    assert as_user(desk, "Pat", PAT, "users", "set", "thomas", "--level", "5").code == 0


def test_A13_the_last_level_1_user_stays(desk: Desk) -> None:
    replace = ("replace", "--set", "users", "--all", "--yes", "--field")
    before = users(desk)
    for words in [
        ("users", "remove", "olivia", "--yes"),
        ("users", "set", "olivia", "--level", "2"),
        (*replace, "US.Level", "--value", "3"),
        (*replace, "US.Level", "--value", ""),
        (*replace, "US.Password", "--value", ""),
    ]:
        said = desk.run(*words, "--json")
        assert (said.code, "olivia is the last level-1 user" in said.json["error"]["title"]) == (1, True), words
    assert users(desk) == before
    run = desk.must(*replace, "US.Level", "--value", "1")["run"]
    desk.change("UPDATE users SET level = 2 WHERE name = 'olivia'")
    desk.change("DELETE FROM users WHERE name <> 'thomas' AND name <> 'olivia'")
    said = desk.run("undo", str(run), "--json")
    assert "last level-1 user" in said.json["error"]["title"]
    assert [one[:2] for one in users(desk)] == [("olivia", 2), ("thomas", 1)]


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


def test_A18_users_of_an_office_without_any_live_with_the_agent(overlay_desk: Desk) -> None:
    desk = overlay_desk
    assert desk.must("users", "list")["users"] == []
    activate(desk)
    assert add(desk, "Pat", PAT, "--email", "pat@x.example", by=("CLIP", OWN)).code == 0
    told = as_user(desk, "Pat", PAT, "customers", "list")
    assert told.json["count"] == 20
    listed = as_user(desk, "CLIP", OWN, "users", "list").json["users"]
    assert [(one["name"], one["level"], one["email"]) for one in listed] == [
        ("CLIP", 1, ""),
        ("Pat", 2, "pat@x.example"),
    ]
    assert as_user(desk, "CLIP", OWN, "users", "remove", "Pat", "--yes").code == 0
    assert as_user(desk, "CLIP", OWN, "users", "remove", "CLIP", "--yes").code == 1
    assert readable(desk.home, [OWN, PAT]) == []


def test_A18_users_partly_in_columns_and_partly_with_the_agent(
    new_desk: Callable[[Path], Desk], tmp_path: Path
) -> None:
    desk = new_desk(tmp_path / "mapped.db")
    with closing(sqlite3.connect(desk.practice)) as connection, connection:
        connection.executescript(
            "CREATE TABLE Kunden (Nr TEXT PRIMARY KEY, Name TEXT, Ort TEXT);"
            "CREATE TABLE Login (Nr INTEGER PRIMARY KEY, Wer TEXT, Wort TEXT, Rang INTEGER);"
            "INSERT INTO Login VALUES (7, 'Chef', 'sommer-regen-77', 1);"
        )
    users_of = '[users]\ntable = "Login"\n[users.fields]\n"US.Record Id" = "Nr"\n"US.User Name" = "Wer"\n'
    (tmp_path / "m.toml").write_text(f'{FOREIGN}\n{users_of}"US.Password" = "Wort"\n"US.Level" = "Rang"\n', "utf-8")
    desk.must("init", "--database", str(desk.practice), "--mapping", str(tmp_path / "m.toml"))
    told = add(desk, "Pat", PAT, "--level", "2", "--email", "pat@x.example", "--permission", "Requests").json["user"]
    assert (told["email"], told["permissions"]) == ("pat@x.example", ["Requests"])
    assert desk.rows("SELECT * FROM Login") == [(7, "Chef", "sommer-regen-77", 1), (8, "Pat", PAT, 2)]
    desk.must("users", "set", "Pat", "--level", "3", "--permission", "Process")
    listed = desk.must("users", "list")["users"]
    assert [(one["name"], one["level"], one["email"], one["permissions"]) for one in listed] == [
        ("Chef", 1, "", []),
        ("Pat", 3, "pat@x.example", ["Process"]),
    ]
    desk.must("users", "remove", "Pat", "--yes")
    assert desk.rows("SELECT Wer FROM Login") == [("Chef",)]
    again = add(desk, "Kim", PAT).json["user"]
    assert (again["record_id"], again["email"]) == ("8", "")
    assert Basis(desk.home).user_book.all()[1].permissions == "Process, Customer List"
