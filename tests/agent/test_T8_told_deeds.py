"""T8: what is done at the office is in the receiver's audit log after the next Process, with who did it, and nothing of
what was written."""

from __future__ import annotations

import getpass
import json
from collections.abc import Iterator
from secrets import token_hex
from typing import Any

import pytest

from agent.cli.root import run
from shared.problems import MEDIA_TYPE
from shared.version import PREFIX
from tests.agent.clerk import Clerk
from tests.agent.test_F39_older_receiver import copied, put_back
from tests.support.proxy import ALWAYS, LOST_ANSWER, answered

CITY = "CU.City"
SECRET = "Winterthur-Nord"


@pytest.fixture
def desk(clerk: Clerk) -> Iterator[Clerk]:
    """The published office, which has told everything: a receiver that a test before put back notices with the next
    deed what it lost."""
    replaced(clerk)
    process(clerk)
    clerk.wired.proxy.forget()
    yield clerk
    clerk.wired.proxy.forget()


def process(clerk: Clerk) -> None:
    """Press Process."""
    said(clerk, "process", codes=(0, 3))


def said(clerk: Clerk, *words: str, codes: tuple[int, ...] = (0,)) -> dict[str, Any]:
    """What `agent WORDS`, in this process, answers."""
    clerk.capture.readouterr()
    code = run([*words, "--json", "--home", str(clerk.wired.office.home)])
    answer = clerk.capture.readouterr()
    assert code in codes, (words, answer)
    found: dict[str, Any] = json.loads(answer.out)
    return found


def told(clerk: Clerk) -> list[dict[str, Any]]:
    """All that stands in the receiver's log of the office's work, oldest first."""
    words = ("--company", "112", "--side", "office", "--most", "10000")
    listed = clerk.receiver.must("audit", "list", *words, "--json").json
    assert len(listed["entries"]) == listed["total"]
    return sorted(listed["entries"], key=lambda one: one["number"])


def customer(clerk: Clerk) -> str:
    """The number of somebody in the office."""
    ((number,),) = clerk.wired.office.rows("SELECT number FROM customers ORDER BY id LIMIT 1")
    return str(number)


def replaced(clerk: Clerk, value: str = "") -> str:
    """A global replacement in one record, by default of another value each time; gives the number of its run."""
    where = ("--where", f"CU.Customer Number = {customer(clerk)}", "--yes")
    answer = said(clerk, "replace", "--set", "customers", "--field", CITY, "--value", value or token_hex(8), *where)
    return str(answer["run"])


def test_T8_replace_undo_redo_edit_settings_and_users_are_told_without_values(desk: Clerk) -> None:
    leaver = f"Leaver {token_hex(4)}"
    desk.wired.office.change("INSERT INTO users (name, password, level) VALUES (?, '', 1)", leaver)
    before = len(told(desk))
    run_id = replaced(desk, SECRET)
    for words in (
        ("undo", run_id),
        ("redo", run_id),
        ("customers", "set", customer(desk), "--field", CITY, "--value", f"{SECRET} {token_hex(4)}"),
        ("settings", "set", "--phone", f"044 {token_hex(4)}"),
        ("users", "remove", leaver, "--yes"),
    ):
        said(desk, *words)
    assert len(told(desk)) == before, "nothing travels before the next Process"
    process(desk)
    new = told(desk)[before:]
    assert [one["action"] for one in new] == [
        f"office.{action}" for action in ("replaced", "undone", "redone", "edited", "settings", "users")
    ]
    assert {one["who_name"] for one in new} == {getpass.getuser()}
    assert new[0]["details"]["what"] == CITY and new[0]["details"]["count"] == 1
    assert SECRET not in json.dumps(new)
    assert len(posts(desk)) == 1
    process(desk)
    assert len(posts(desk)) == 1, "where nothing was done, nothing is asked"


def test_T8_an_answer_that_is_lost_does_no_harm(desk: Clerk) -> None:
    before = len(told(desk))
    replaced(desk)
    desk.wired.proxy.plan(LOST_ANSWER, "POST", "/audit")
    process(desk)
    assert len(told(desk)) == before + 1
    process(desk)
    assert len(told(desk)) == before + 1 and len(posts(desk)) == 2


def test_T8_a_receiver_without_a_log_is_told_when_it_has_one(desk: Clerk) -> None:
    before = len(told(desk))
    problem = json.dumps({"type": "about:blank", "title": "Not here.", "status": 404, "code": "not-found"}).encode()
    desk.wired.proxy.plan(answered(404, MEDIA_TYPE, problem, Porchlight_Protocol="2"), "POST", "/audit", count=ALWAYS)
    replaced(desk)
    process(desk)
    assert len(told(desk)) == before
    desk.wired.proxy.forget()
    process(desk)
    assert [one["action"] for one in told(desk)[before:]] == ["office.replaced"]


def test_F39_a_receiver_that_was_put_back_is_told_everything_again(desk: Clerk) -> None:
    copy = copied(desk.receiver, "before")
    replaced(desk)
    process(desk)
    whole = [(one["key"], one["action"], one["at"]) for one in told(desk)]
    put_back(desk.receiver, copy)
    assert len(told(desk)) == len(whole) - 1
    replaced(desk)
    process(desk)
    again = {(one["key"], one["action"], one["at"]) for one in told(desk)}
    assert again > set(whole) and len(told(desk)) == len(whole) + 1


def posts(desk: Clerk) -> list[str]:
    """The requests to the log."""
    return [one.path for one in desk.wired.proxy.of("POST", f"{PREFIX}/audit")]
