"""A15: requests and answers over a network that is away, slow or of an earlier release; kills, and two computers."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from shared.outbound import Wish
from tests.agent.inbox import Inbox
from tests.agent.wired import Wired
from tests.support.dying import killed
from tests.support.office import Office
from tests.support.proxy import ALWAYS, LOST_ANSWER, LOST_REQUEST, Proxy, answered
from tests.support.strangers import FOREIGN

GONE = answered(404, "text/html", b"<h1>Not here</h1>")
OLDER = answered(
    404,
    "application/problem+json",
    b'{"code": "not-found", "title": "There is nothing at this address.", "status": 404}',
    Porchlight_Protocol="1",
)
GONE_BY_NOW = "SELECT portal, 'gone', since, reset FROM chosen_passwords LIMIT 1"
NONSENSE = answered(200, "application/json", b"{}", Porchlight_Protocol="1")


@pytest.fixture
def wired(shared_office: Wired) -> Iterator[Wired]:
    """The published office, whose network is as it should be before and after."""
    shared_office.proxy.forget()
    yield shared_office
    shared_office.proxy.forget()


@pytest.fixture
def inbox(wired: Wired, capsys: pytest.CaptureFixture[str]) -> Inbox:
    """What its customers ask for; nothing moved that the office does not know."""
    found = Inbox(wired.receiver, wired.office, capsys)
    found.run("requests", "list")
    wired.proxy.forget()
    return found


def asked_for(proxy: Proxy) -> list[str]:
    """What the office asked for, in a word each."""
    return [one.path.rpartition("/")[2].partition("?")[0] for one in proxy.sent]


def city_of(inbox: Inbox, record_id: str) -> str:
    """As it stands there."""
    return inbox.one("SELECT city FROM customers WHERE id = ?", record_id)


def test_A15_a_process_fetches_what_moved_and_asks_for_nothing_else(wired: Wired, inbox: Inbox) -> None:
    # What is published lets requests be done, and that has to be fetched before nothing moves any more.
    for _ in range(5):
        inbox.run("process")
        wired.proxy.forget()
        assert inbox.must("process", code=3)["requests"] == 1
        if asked_for(wired.proxy) == ["snapshots"]:
            break
    assert asked_for(wired.proxy) == ["snapshots"]
    number = inbox.ask("message", Wish(text="Hello"))
    inbox.chooses_own_password("4")
    inbox.must("process", code=3)
    assert asked_for(wired.proxy) == ["snapshots", "snapshots", "outbound"]
    wired.proxy.plan(GONE, count=ALWAYS)
    listed = inbox.requests("list")
    assert not listed["current"] and number in [one["number"] for one in listed["requests"]]
    shown = inbox.run("requests", "list")
    assert shown.code == 0 and "as of before" in shown.err


def test_A15_a_receiver_in_trouble_never_stops_a_process(wired: Wired, inbox: Inbox) -> None:
    inbox.ask("message", Wish(text="Hello"))
    for fault in (LOST_ANSWER, LOST_REQUEST, GONE, OLDER, NONSENSE):
        wired.proxy.plan(fault, "GET")
        assert inbox.run("process").code in (0, 3)
        assert wired.proxy.caught.is_set()
    wired.proxy.plan(OLDER, "GET", count=ALWAYS)
    assert inbox.requests("list")["current"], "a receiver without requests is no trouble"


@pytest.mark.parametrize("name", ["page", "half of the json", "no http"])
def test_F22_requests_are_taken_from_a_receiver_only(wired: Wired, inbox: Inbox, name: str) -> None:
    number = inbox.ask("message", Wish(text="Hello"))
    inbox.requests("list")
    fault, _, title = FOREIGN[name]
    wired.proxy.plan(fault, count=ALWAYS)
    said = inbox.run("requests", "list")
    assert said.code == 0 and title in said.err and f" {number} " in said.out, said
    wired.proxy.forget()
    assert number in [one["number"] for one in inbox.requests("list")["requests"]]


def test_A15_an_answer_that_can_not_be_sent_is_sent_later_and_once(wired: Wired, inbox: Inbox) -> None:
    number = inbox.ask("message", Wish(text="Hello"))
    inbox.requests("list")
    wired.proxy.plan(LOST_REQUEST, "POST", "/answer")
    wired.proxy.plan(LOST_ANSWER, "POST", "/answer", count=2)
    said = inbox.run("requests", "reply", str(number), "--text", "Hello yourself")
    assert said.code == 0 and "as soon as the portal can be reached" in said.out
    assert (inbox.state(number)[0], inbox.replies(number)) == ("sent", [])
    assert inbox.requests("list", "--all")["requests"][0]["state"] == "done"
    for _ in range(2):
        inbox.requests("list")
    inbox.must("process", code=3)
    assert (inbox.state(number)[0], inbox.replies(number)) == ("done", ["Hello yourself"])
    assert not inbox.requests("list", "--all")["requests"][0]["sending"]


def test_A15_accepting_needs_the_portal_and_writes_nothing_without_it(wired: Wired, inbox: Inbox) -> None:
    city = city_of(inbox, "7")
    number = inbox.change(("city", city, "Bern"), record_id="7")
    inbox.requests("list")
    wired.proxy.plan(LOST_REQUEST, count=ALWAYS)
    assert inbox.run("requests", "accept", str(number)).code == 5
    assert city_of(inbox, "7") == city
    wired.proxy.forget()
    wired.proxy.plan(LOST_ANSWER, "POST", "/answer")
    done = inbox.requests("accept", number)
    assert (done["sent"], city_of(inbox, "7"), inbox.state(number)[0]) == (False, "Bern", "accepted")
    inbox.requests("list")
    assert inbox.must("undo", "--list")["runs"][0]["state"] == "done"


def test_A15_what_was_answered_elsewhere_first_is_said(wired: Wired, inbox: Inbox) -> None:
    """An answer waits here while somebody else decides."""
    number = inbox.change(("city", "x", "y"), record_id="8")
    inbox.requests("list")
    wired.proxy.plan(LOST_REQUEST, "POST", "/answer")
    assert not inbox.requests("decline", number, "--reason", "No.")["sent"]
    inbox.is_accepted_elsewhere(number)
    inbox.requests("list")
    deed = inbox.must("activity", "--kind", "requests")["deeds"][0]
    assert (deed["result"], deed["what"]) == ("failed", f"Declined request {number}")
    assert inbox.state(number)[0] == "accepted"


def test_A15_an_answer_that_comes_too_late_is_told_at_once(wired: Wired, inbox: Inbox) -> None:
    number = inbox.change(("city", "x", "y"), record_id="8")
    inbox.requests("list")
    inbox.is_accepted_elsewhere(number)
    wired.proxy.plan(GONE, "GET")
    said = inbox.run("requests", "decline", str(number), "--reason", "No.")
    assert said.code == 1 and "Lee accepted it" in said.err and "can see it" not in said.out, said
    assert inbox.requests("show", number)["request"]["state"] == "accepted"


@pytest.fixture
def second(wired: Wired, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Inbox:
    """Another computer of the office, with the same practice database open."""
    other = Office(tmp_path / "second")
    other.url = wired.office.url
    other.practice = wired.office.practice
    other.init()
    other.pair(wired.receiver, wired.receiver.pairing_code(112))
    return Inbox(wired.receiver, other, capsys)


def test_A15_two_computers_at_once_write_once(wired: Wired, inbox: Inbox, second: Inbox) -> None:
    city = city_of(inbox, "9")
    number = inbox.change(("city", city, "Bern"), record_id="9")
    second.requests("list")
    # The first one has claimed it, and its answer is lost on the way: it still writes nothing.
    wired.proxy.plan(LOST_ANSWER, "POST", "/claim")
    assert inbox.run("requests", "accept", str(number)).code == 5
    said = second.run("requests", "accept", str(number))
    assert said.code == 5 and "answering" in said.err, said
    assert city_of(inbox, "9") == city
    assert inbox.requests("accept", number)["changed"] == 1
    again = second.run("requests", "accept", str(number))
    assert again.code == 3 and "accepted already" in again.err
    assert second.requests("show", number)["request"]["state"] == "accepted"
    late = second.run("requests", "decline", str(number), "--reason", "No.")
    assert late.code == 3
    runs = [one for one in second.must("undo", "--list")["runs"] if f"request {number} " in one["conditions"]]
    assert (runs, inbox.state(number)[0]) == ([], "accepted")


def test_A15_what_was_lost_here_is_fetched_again(wired: Wired, second: Inbox) -> None:
    number = second.ask("message", Wish(text="Hello"))
    second.chooses_own_password("5")
    before = second.requests("list", "--all")
    assert before["requests"][0]["number"] == number
    own = "SELECT record_id FROM chosen_passwords ORDER BY record_id"
    store = second.office.home / "agent.db"
    with closing(sqlite3.connect(store)) as connection, connection:
        kept = connection.execute(own).fetchall()
        assert ("5",) in kept
        for table in ("requests", "chosen_passwords", "outbound_positions"):
            connection.execute(f"DELETE FROM {table}")
    assert second.requests("list", "--all") == before
    # As a receiver that was put back to an earlier copy of its data.
    with closing(sqlite3.connect(store)) as connection, connection:
        assert connection.execute(own).fetchall() == kept
        connection.execute("UPDATE outbound_positions SET position = 1000000")
        connection.execute(f"INSERT INTO chosen_passwords {GONE_BY_NOW}")
    assert second.requests("list", "--all") == before
    # The portal's name stands for another receiver: nothing of before is shown, and all of it is asked for.
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("UPDATE portals SET url = ?", (wired.proxy.url,))
    wired.proxy.plan(GONE, count=1)
    assert second.requests("list", "--all")["requests"] == []
    assert second.requests("list", "--all") == before
    second.chooses_own_password("5", b"")
    second.requests("list")
    with closing(sqlite3.connect(store)) as connection:
        assert connection.execute(own).fetchall() == [one for one in kept if one != ("5",)]
    second.must("portals", "forget", "CLIP Customer Portal")
    with closing(sqlite3.connect(store)) as connection:
        for table in ("requests", "chosen_passwords", "outbound_positions", "answers"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


DRIVER = """
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

from agent.wiring.office import Office
from tests.support.dying import Dying

home, number, where, name, after = sys.argv[1:]
dying = partial(Dying, name=name, after=after == "after")

office = Office(Path(home))
requests, exchange = office.requests, office.exchange
if where == "desk":
    exchange = replace(exchange, connect=lambda portal, connect=exchange.connect: dying(connect(portal)))
elif where == "box":
    exchange = replace(exchange, box=dying(exchange.box))
elif where == "practice":
    writing = replace(requests.edit.writing, practice=dying(requests.edit.writing.practice))
    requests = replace(requests, edit=replace(requests.edit, writing=writing))
with office.alone():
    replace(requests, exchange=exchange).accept(int(number))
"""


@pytest.mark.parametrize(
    ("point", "written"),
    [
        (("desk", "claim", "after"), False),
        (("box", "put", "after"), False),
        (("practice", "write", "before"), False),
        (("practice", "write", "after"), True),
        (("box", "ready", "after"), True),
        (("desk", "answer", "after"), True),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, tuple) else "",
)
def test_F6_accepting_killed_at_any_point_is_finished_or_never_was(
    inbox: Inbox, point: tuple[str, str, str], written: bool
) -> None:
    city = f"Before {' '.join(point)}"
    inbox.office.change("UPDATE customers SET city = ? WHERE id = 10", city)
    number = inbox.change(("city", city, "Bern"), record_id="10")
    inbox.requests("list")
    killed(DRIVER, inbox.office.home, str(number), *point)
    assert city_of(inbox, "10") == ("Bern" if written else city)
    said = inbox.run("process")
    assert said.code in (0, 3), said
    told = point in (("box", "put", "after"), ("practice", "write", "before"), ("practice", "write", "after"))
    assert (f"Accepting request {number} was cut short" in said.err) is told
    inbox.requests("list")
    assert inbox.state(number)[0] == ("accepted" if written else "sent")
    if not written:
        assert inbox.requests("accept", number)["changed"] == 1
    assert city_of(inbox, "10") == "Bern"
    runs = [one for one in inbox.must("undo", "--list")["runs"] if f"request {number} " in one["conditions"]]
    assert [one["state"] for one in runs].count("done") == 1
    inbox.must("undo", str(runs[0]["run"]))
    assert city_of(inbox, "10") == city
