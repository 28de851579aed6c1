"""Two computers of an office publish at once, one of them a copy of the other, or asleep in the middle (F29, F30)."""

from __future__ import annotations

import json
import os
import shutil
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.agent.clerk import Clerk
from tests.agent.wired import paired_office
from tests.support.office import Office
from tests.support.processes import Running
from tests.support.proxy import ALWAYS, Fault, answered

STALE = {"code": "stale", "title": "This upload is not open any more.", "status": 409}
LARGE = "UPDATE work SET notes = hex(randomblob(3900))"
"""Every visit has notes that do not shrink, so that an upload has several parts."""


@pytest.fixture
def beginner(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Clerk]:
    """The clerk of an office that is paired and has published nothing."""
    with paired_office(tmp_path) as wired:
        yield Clerk(wired, capsys)


@contextmanager
def held_in_the_upload(clerk: Clerk, city: str) -> Iterator[Running]:
    """A Process of several parts that has read the practice database and waits before its second part as long as this
    is open; then it goes on."""
    clerk.wired.office.change(LARGE)
    clerk.move(city)
    goes_on = threading.Event()
    clerk.wired.proxy.plan(Fault(until=goes_on), "PUT", skip=1)
    running = clerk.wired.office.start("process", "--json")
    try:
        running.wait_until(clerk.wired.proxy.caught.is_set)
        clerk.wired.office.wait_until_read()
        yield running
        goes_on.set()
        running.process.wait(60)
    finally:
        goes_on.set()
        running.end()
        clerk.wired.proxy.forget()


def copied_home(clerk: Clerk, name: str) -> Office:
    """The same computer once more: its folder copied, keys and all."""
    office = clerk.wired.office
    copy = Office(office.folder.parent / name)
    shutil.copytree(office.home, copy.home)
    return copy


def a_minute_later(clerk: Clerk) -> None:
    """As if nothing had been heard of the open upload for more than a minute."""
    clerk.receiver.told("UPDATE uploads SET touched_at = '2020-01-01 00:00:00.000000' WHERE company_id = 112")


def test_F29_another_computer_is_told_who_publishes_and_tries_later(clerk: Clerk) -> None:
    office, receiver = clerk.wired.office, clerk.receiver
    other = Office(office.folder.parent / "other")
    other.url = office.url
    other.init()
    code = receiver.pairing_code(112)
    words = ("--receiver", receiver.url, "--company", "112", "--code", code, "--device", "BACK OFFICE")
    other.must("pair", *words)
    names = [
        one["name"]
        for one in receiver.must("devices", "list", "--company", "112", "--json").json["devices"]
        if one["name"] != "BACK OFFICE"
    ]
    with held_in_the_upload(clerk, "Front Office") as running:
        said = other.run("process", "--json")
        assert said.code == 5
        assert said.json["error"]["title"] == "Another computer of your office is publishing."
        assert any(name in said.json["error"]["detail"] for name in names)
        assert "seconds" in said.json["error"]["remedy"]
    assert running.process.returncode == 0
    assert clerk.cities() == {"Front Office"}
    signed_in = clerk.kinds()["credential"]
    assert other.process()["counts"]["credential"] == signed_in
    assert [clerk.kinds(number)["credential"] for number in clerk.snapshots()[:2]] == [signed_in] * 2


def test_F29_a_copy_of_the_computer_is_told_that_it_is_one_and_tries_later(clerk: Clerk) -> None:
    copy = copied_home(clerk, "copied")
    with held_in_the_upload(clerk, "The Computer") as running:
        clerk.move("The Copy")
        said = copy.run("process", "--json")
        assert said.code == 5
        assert said.json["error"]["title"] == "A copy of this computer is publishing."
        assert "has the same key" in said.json["error"]["detail"]
        assert "seconds" in said.json["error"]["remedy"]
    assert running.process.returncode == 0, running.said()
    assert clerk.cities() == {"The Computer"}
    assert copy.process()["outcome"] == "published"
    assert clerk.cities() == {"The Copy"}


def test_R7_whoever_was_killed_goes_on_at_once_and_its_copy_after_a_minute(clerk: Clerk) -> None:
    copy = copied_home(clerk, "copied before")
    with held_in_the_upload(clerk, "Killed") as running:
        running.kill()
    assert copy.run("process").code == 5
    assert clerk.process()["outcome"] == "published"
    clerk.converged("Killed")
    with held_in_the_upload(clerk, "Killed Again") as running:
        running.kill()
    for _ in range(5):
        # What the killed one had sent last may still be on its way, and counts as a sign of life.
        a_minute_later(clerk)
        said = copy.run("process", "--json")
        if said.code != 5:
            break
    assert said.json["outcome"] == "published", said
    assert clerk.cities() == {"Killed Again"}


def test_F29_who_never_gets_through_says_so_and_tries_later(clerk: Clerk) -> None:
    clerk.wired.office.change(LARGE)
    clerk.move("Crowded Out")
    refusal = answered(409, "application/problem+json", json.dumps(STALE).encode(), Porchlight_Protocol="1")
    clerk.wired.proxy.plan(refusal, "PUT", count=ALWAYS)
    said = clerk.process(code=5)["error"]
    assert "Another computer of this office publishes" in said["title"]
    clerk.wired.proxy.forget()
    clerk.process()
    clerk.converged("Crowded Out")


def test_F30_who_slept_in_the_middle_never_brings_older_data_back(beginner: Clerk) -> None:
    copy = copied_home(beginner, "awake")
    for turn in ("whole set", "changes"):
        with held_in_the_upload(beginner, f"Asleep with {turn}") as asleep:
            os.killpg(asleep.process.pid, signal.SIGSTOP)
            beginner.move(f"Awake with {turn}")
            assert copy.run("process").code == 5
            a_minute_later(beginner)
            assert copy.process()["outcome"] == "published"
            awake = beginner.snapshots()[0]
            os.killpg(asleep.process.pid, signal.SIGCONT)
        assert asleep.process.returncode in (0, 3), asleep.said()
        since = [beginner.cities_of(number) for number in beginner.snapshots() if number >= awake]
        assert {f"Asleep with {turn}"} not in since
        assert beginner.cities() == {f"Awake with {turn}"}
        copy.run("process")
