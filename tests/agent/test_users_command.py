"""Users and what each may do, on the command line (features A13, A18; threat T8)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from agent.wiring.basis import Basis
from tests.agent.conftest import FOREIGN, Desk
from tests.agent.signing import OWN, PAT, activate, add, as_user, users
from tests.guards.recoverable import readable


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
    kinds = [one.what for one in Basis(desk.home).activity.latest(9) if one.kind == "users"]
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
