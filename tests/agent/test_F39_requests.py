"""A host puts an older copy of the receiver's data back (F39): numbers are given a second time, and no request is
missed, no answer reaches another customer, and nobody's own password goes without a word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from shared.outbound import Wish
from tests.agent.clerk import Clerk
from tests.agent.inbox import Inbox
from tests.agent.test_F39_older_receiver import copied, put_back
from tests.support.proxy import LOST_REQUEST


@pytest.fixture
def inbox(clerk: Clerk) -> Iterator[Inbox]:
    """What the clerk's customers ask for; the office has heard of all of it."""
    found = Inbox(clerk.receiver, clerk.wired.office, clerk.capture)
    found.requests("list")
    yield found
    clerk.wired.proxy.forget()


def texts(inbox: Inbox) -> list[str]:
    """What is written in the requests that the office knows."""
    return [one["subject"] for one in inbox.requests("list", "--all")["requests"]]


def test_F39_no_request_is_missed_where_numbers_are_given_again(clerk: Clerk, inbox: Inbox) -> None:
    copy = copied(clerk.receiver, "copy")
    forgotten = inbox.ask("message", Wish(text="Forgotten"))
    assert "Forgotten" in texts(inbox)
    put_back(clerk.receiver, copy)
    assert inbox.ask("message", Wish(text="Asked since")) == forgotten
    inbox.ask("message", Wish(text="And this"))
    assert texts(inbox)[:2] == ["And this", "Asked since"]
    assert "Forgotten" not in texts(inbox)


def test_F39_an_answer_never_reaches_another_request_of_that_number(clerk: Clerk, inbox: Inbox) -> None:
    city = inbox.one("SELECT city FROM customers WHERE id = 3")
    copy = copied(clerk.receiver, "copy")
    number = inbox.change(("city", city, "Bern"), record_id="3")
    inbox.requests("list")
    clerk.wired.proxy.plan(LOST_REQUEST, "POST", "/answer")
    assert not inbox.requests("decline", number, "--reason", "No.")["sent"]
    put_back(clerk.receiver, copy)
    assert inbox.ask("job", Wish(text="Mind the dog.", job="1"), record_id="4") == number
    inbox.requests("list")
    assert inbox.state(number) == ("sent", "", "")
    deed = inbox.must("activity", "--kind", "requests")["deeds"][0]
    assert (deed["result"], deed["what"]) == ("failed", f"Declined request {number}")


def test_F39_accepting_means_the_request_that_was_shown(clerk: Clerk, inbox: Inbox) -> None:
    city = inbox.one("SELECT city FROM customers WHERE id = 3")
    copy = copied(clerk.receiver, "copy")
    number = inbox.change(("city", city, "Bern"), record_id="3")
    inbox.requests("list")
    put_back(clerk.receiver, copy)
    assert inbox.change(("city", city, "Chur"), record_id="3") == number
    # Nothing is fetched in between, as in a window that is open.
    clerk.wired.proxy.plan(LOST_REQUEST, "GET")
    said = inbox.run("requests", "accept", str(number))
    assert said.code != 0 and "another one now" in said.err
    assert inbox.one("SELECT city FROM customers WHERE id = 3") == city
    assert inbox.requests("show", number)["plan"]["changes"][0]["wanted"] == "Chur"


def told_put_back(inbox: Inbox) -> list[dict[str, Any]]:
    """What the activity says of receivers that were put back, newest first; the office is shared with other tests."""
    return [one for one in inbox.must("activity", "--kind", "requests")["deeds"] if "put back" in one["what"]]


def test_F39_it_is_told_whose_own_passwords_were_forgotten(clerk: Clerk, inbox: Inbox) -> None:
    before = len(told_put_back(inbox))
    inbox.chooses_own_password("5")
    inbox.requests("list")
    copy = copied(clerk.receiver, "copy")
    inbox.chooses_own_password("6")
    inbox.requests("list")
    put_back(clerk.receiver, copy)
    inbox.requests("list")
    deed, *others = told_put_back(inbox)
    assert len(others) == before
    assert (deed["result"], deed["customers"]) == ("failed", 1)
    assert "own passwords of 1 customer" in deed["detail"]
    inbox.requests("list")
    assert told_put_back(inbox) == [deed, *others]
