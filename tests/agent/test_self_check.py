"""Self-check with real faults (A20): each is found, said in words, and told how it is mended; the others are fine."""

from __future__ import annotations

import os
import socket
import sqlite3
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from agent.domain.activity import Deed
from agent.domain.checks import Finding
from agent.domain.errors import AgentError, TryLater
from agent.jobs.lock import single_instance
from agent.usecases.self_check import Probe, SelfCheck
from agent.wiring.office import Office
from tests.agent.conftest import Desk, Said
from tests.agent.wired import Wired
from tests.support.processes import environment, free_port, run
from tests.support.proxy import ALWAYS, answered
from tests.support.small_disk import fill, small_disk
from tests.support.tls import Authority, protected

Checks = dict[str, dict[str, Any]]


def checks(said: Said) -> Checks:
    """What `agent doctor --json` found, by id."""
    assert said.code in (0, 1), said
    return {one["id"]: one for one in said.json["checks"]}


def doctor(desk: Desk) -> Checks:
    """Self-check at the desk."""
    return checks(desk.run("doctor", "--json"))


def states(found: Checks) -> dict[str, set[str]]:
    """The ids by state."""
    return {state: {id_ for id_, one in found.items() if one["state"] == state} for state in ("look", "broken")}


def test_A20_an_office_in_order(desk: Desk) -> None:
    said = desk.run("doctor", "--json")
    assert said.code == 0
    found = checks(said)
    assert states(found) == {"look": {"receiver"}, "broken": set()}
    assert all(one["fix"] for one in found.values() if one["state"] in ("look", "broken"))
    assert found["versions"]["measured"]["SQLite"] == sqlite3.sqlite_version
    assert "look at this" in desk.run("doctor").out


def test_A20_nothing_set_up_yet(new_desk: Callable[[Path], Desk], tmp_path: Path) -> None:
    found = doctor(new_desk(tmp_path / "none.db"))
    assert states(found)["broken"] == {"practice"}
    assert "agent init" in found["practice"]["fix"]
    assert found["practice-sound"]["state"] == "not asked"
    assert "opens" in found["practice-sound"]["sentence"]


def test_A20_the_practice_database_in_trouble(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent.office.engine.BUSY_SECONDS", 0.1)
    desk.change("UPDATE company SET email = ''")
    with desk.locked():
        found = doctor(desk)
        assert found["practice"]["state"] == "look"
        assert "in use by another program" in found["practice"]["sentence"]
    assert doctor(desk)["company-email"]["state"] == "look"
    whole = desk.practice.read_bytes()
    middle = len(whole) // 4096 // 2 * 4096
    desk.practice.write_bytes(whole[:middle] + b"\xff" * 4096 + whole[middle + 4096 :])
    assert doctor(desk)["practice-sound"]["state"] == "broken"
    desk.practice.write_bytes(whole)
    desk.change("UPDATE company SET practice_id = 'another'")
    found = doctor(desk)
    assert "another one than was set up" in found["practice"]["sentence"]
    desk.change("ALTER TABLE customers RENAME COLUMN name TO naam")
    assert 'column "name"' in doctor(desk)["practice"]["sentence"]
    desk.practice.unlink()
    found = doctor(desk)
    assert "There is no practice database" in found["practice"]["sentence"]
    assert states(found)["broken"] == {"practice"}


def test_A20_a_practice_file_that_may_only_be_read(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    practice = Path(desk.practice.rename(folder / "practice.db"))
    there = Desk(tmp_path / "home-of-nobody", practice, desk.capture)
    there.must("init", "--database", str(practice))
    practice.chmod(0o444)
    folder.chmod(0o555)
    for one in (there.home, *there.home.rglob("*")):
        os.chown(one, 65534, 65534)
    for parent in there.home.parents:
        if parent.is_relative_to(tempfile.gettempdir()):
            parent.chmod(parent.stat().st_mode | 0o011)
    words = ["-m", "tests.support.unprivileged", "doctor", "--json", "--home", str(there.home)]
    answer = run(words, environment(tmp_path, {"PORCHLIGHT_AGENT_SECRETS": "file"}))
    found = {one["id"]: one for one in answer.json["checks"]}
    assert states(found)["broken"] == {"practice-writable"}, answer
    assert "may be read but not written" in found["practice-writable"]["sentence"]
    assert "permission" in found["practice-writable"]["fix"]


if os.geteuid() == 0:

    def test_A20_a_full_disk(desk: Desk, tmp_path: Path) -> None:
        with small_disk(tmp_path / "disk") as folder:
            home = folder / "home"
            there = Desk(home, desk.practice, desk.capture)
            there.must("init", "--database", str(desk.practice))
            fill(folder / "ballast", leave=200_000)
            found = doctor(there)
            assert states(found)["broken"] >= {"disk"}
            assert str(home) in found["disk"]["sentence"]
            assert "Free some space" in found["disk"]["fix"]


def test_A20_a_folder_that_others_may_enter_and_a_lost_key(desk: Desk) -> None:
    (desk.home / "secrets" / "key").chmod(0o644)
    found = doctor(desk)
    assert found["folder"]["state"] == "look"
    assert "chmod" in found["folder"]["fix"]
    (desk.home / "secrets" / "key").write_bytes(b"another key")
    found = doctor(desk)
    assert found["keyring"]["state"] == "broken"
    assert "does not fit the secrets" in found["keyring"]["sentence"]


def test_A20_what_was_cut_short_and_what_failed_last(desk: Desk) -> None:
    left = desk.home / "backups" / ".work-left"
    left.mkdir(parents=True)
    office = Office(desk.home)
    deed = Deed("process", "dana", "Process", "failed", datetime.now(UTC), detail="It broke.", remedy="Try again.")
    office.activity.note(deed)
    found = doctor(desk)
    assert (found["locks"]["state"], found["last-process"]["state"]) == ("look", "look")
    assert (found["last-process"]["detail"], found["last-process"]["fix"]) == ("It broke.", "Try again.")
    office.activity.note(replace(deed, result="published"))
    with single_instance(office.home.folder):
        found = doctor(desk)
    assert "Another window or command" in found["locks"]["sentence"]
    assert found["last-process"]["state"] == "fine"


@pytest.fixture
def wired_desk(shared_office: Wired, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Somebody in the published office."""
    monkeypatch.setenv("PORCHLIGHT_AGENT_SECRETS", "file")
    shared_office.proxy.forget()
    return Desk(shared_office.office.home, shared_office.office.practice, capsys)


WAY, CLOCK, LINE = (f"{name}:CLIP Customer Portal" for name in ("receiver", "clock", "line"))


def test_A20_a_receiver_that_answers_and_one_that_does_not(shared_office: Wired, wired_desk: Desk) -> None:
    found = doctor(wired_desk)
    assert [found[id_]["state"] for id_ in (WAY, CLOCK, LINE)] == ["fine"] * 3
    assert 0 < found[LINE]["measured"]["milliseconds"] < 60_000
    assert "How fast an upload is can only be seen in a real one. The last upload" in found[LINE]["sentence"]
    port = shared_office.proxy.port
    shared_office.proxy.port = free_port()
    try:
        found = doctor(wired_desk)
    finally:
        shared_office.proxy.port = port
    assert found[WAY]["state"] == "look"
    assert [found[id_]["state"] for id_ in (CLOCK, LINE)] == ["not asked"] * 2
    portal = answered(200, "text/html", b"<h1>Welcome to the hotel</h1>", Date="Wed, 25 Nov 2026 21:00:00 GMT")
    shared_office.proxy.plan(portal, count=ALWAYS)
    found = doctor(wired_desk)
    assert found[WAY]["state"] == "broken"
    assert "sign-in in the web browser first" in found[WAY]["fix"]


def test_A20_a_clock_that_is_wrong(shared_office: Wired, wired_desk: Desk) -> None:
    doctor(wired_desk)
    (answer, *_) = shared_office.proxy.of("GET", "/status")[-1].answers
    for wrong, state in ((timedelta(minutes=3), "fine"), (timedelta(hours=3), "look"), (timedelta(days=-400), "look")):
        shared_office.proxy.forget()
        date = format_datetime(datetime.now(UTC) + wrong, usegmt=True)
        told = answered(200, "application/json", answer.body, Date=date, Porchlight_Protocol="1")
        shared_office.proxy.plan(told, count=ALWAYS)
        found = doctor(wired_desk)
        assert found[CLOCK]["state"] == state
        words = {3: "3 minutes behind", 180: "3 hours behind"}.get(
            int(wrong.total_seconds() // 60), "400 days ahead of"
        )
        assert words in found[CLOCK]["sentence"]
        assert ("certificates may be refused" in found[CLOCK]["sentence"]) is (state == "look")


@contextmanager
def moved(wired: Wired, url: str) -> Iterator[None]:
    """The receiver is said to be somewhere else."""
    store = wired.office.home / "agent.db"
    with closing(sqlite3.connect(store)) as connection, connection:
        (before,) = connection.execute("SELECT url FROM portals").fetchone()
        connection.execute("UPDATE portals SET url = ?", (url,))
    try:
        yield
    finally:
        with closing(sqlite3.connect(store)) as connection, connection:
            connection.execute("UPDATE portals SET url = ?", (before,))


def test_F24_certificates_are_told_apart(
    shared_office: Wired, wired_desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = Authority(tmp_path)
    good = authority.certificate()
    cases = {
        "is expired": (authority.certificate(ends_in=timedelta(days=-1)), True),
        "for another name": (authority.certificate("portal.example.com"), True),
        "is self-signed": (authority.certificate(own=True), True),
        "somebody whom this computer does not trust": (good, False),
    }
    for words, (certificate, trusted) in cases.items():
        if trusted:
            monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
        else:
            monkeypatch.delenv("SSL_CERT_FILE")
        with protected(certificate) as url, moved(shared_office, url):
            found = doctor(wired_desk)[WAY]
        assert found["state"] == "broken"
        assert "can't prove that it is the right one" in found["sentence"]
        assert words in found["detail"], words
        assert found["fix"]
    # Told apart from a good certificate of somebody who is no receiver.
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    with protected(good) as url, moved(shared_office, url):
        assert "There is no Porchlight receiver" in doctor(wired_desk)[WAY]["sentence"]
    with moved(shared_office, shared_office.receiver.url.replace("http:", "https:")):
        assert "not in the protected way (TLS)" in doctor(wired_desk)[WAY]["detail"]


def test_F22_a_proxy_that_wants_a_sign_in(
    shared_office: Wired, wired_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_refuse, args=(listening,))
        thread.start()
        port = listening.getsockname()[1]
        monkeypatch.setenv("https_proxy", f"http://dana:hunter2@127.0.0.1:{port}")
        with moved(shared_office, "https://portal.example.com"):
            found = doctor(wired_desk)[WAY]
        thread.join()
    assert "(407)" in found["detail"]
    assert "user and password" in found["fix"]
    assert "hunter2" not in str(found)


def _refuse(listening: socket.socket) -> None:
    connection, _ = listening.accept()
    with connection:
        connection.recv(4096)
        connection.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")


def test_A20_each_question_has_its_time_and_a_fault_of_ours_ends_nothing() -> None:
    stuck = threading.Event()

    def forever() -> Finding:
        stuck.wait(30)
        return Finding("fine", "")

    def broken() -> Finding:
        raise ZeroDivisionError

    def told(error: BaseException) -> AgentError:
        return TryLater("Busy.") if isinstance(error, ZeroDivisionError) else AgentError("?")

    fine = Finding("fine", "Yes.")
    probes = [
        Probe("stuck", "A", forever, seconds=0.1),
        Probe("broken", "B", broken),
        Probe("fine", "C", lambda: fine),
        Probe("after", "D", lambda: fine, after=("stuck",)),
    ]
    came: list[str] = []
    found = SelfCheck(probes, told).run(lambda one: came.append(one.id))
    stuck.set()
    assert [one.state for one in found] == ["look", "look", "fine", "not asked"]
    assert "within 0 seconds" in found[0].sentence
    assert sorted(came) == ["after", "broken", "fine", "stuck"]
