"""A15: what customers ask for comes home, is held against what is there now, written, undone, declined and answered."""

from __future__ import annotations

import pytest

from tests.agent.inbox import Inbox
from tests.agent.wired import Wired


@pytest.fixture
def inbox(shared_office: Wired, capsys: pytest.CaptureFixture[str]) -> Inbox:
    """The published office."""
    shared_office.proxy.forget()
    return Inbox(shared_office.receiver, shared_office.office, capsys)


def contact(inbox: Inbox, record_id: str = "1") -> tuple[str, str]:
    """City and e-mail of a customer, as they stand there."""
    found = inbox.office.rows("SELECT city, email FROM customers WHERE id = ?", record_id)[0]
    return found[0] or "", found[1] or ""


def test_A15_a_change_of_contact_information_is_seen_written_and_undone(inbox: Inbox) -> None:
    city, email = contact(inbox)
    number = inbox.change(("city", city, "Bern"), ("email", email, "new@example.org"))
    listed = inbox.requests("list")
    (one,) = [one for one in listed["requests"] if one["number"] == number]
    assert (one["state"], one["subject"], listed["current"]) == ("sent", "City, E-mail", True)
    shown = inbox.requests("show", number)
    assert shown["request"]["state"] == inbox.state(number)[0] == "seen"
    changes = shown["plan"]["changes"]
    assert [(x["field"], x["seen"], x["now"], x["wanted"], x["standing"]) for x in changes] == [
        ("CU.City", city, city, "Bern", "to write"),
        ("CU.Email", email, email, "new@example.org", "to write"),
    ]
    assert inbox.requests("accept", number, "--dry-run")["plan"]["changes"] == changes
    assert contact(inbox) == (city, email)
    done = inbox.requests("accept", number, "--say", "Thank you!")
    assert (done["changed"], done["sent"], contact(inbox)) == (2, True, ("Bern", "new@example.org"))
    assert (inbox.state(number)[0], inbox.replies(number)) == ("accepted", ["Thank you!"])
    assert number not in [one["number"] for one in inbox.requests("list")["requests"]]
    again = inbox.requests("accept", number, code=3)["error"]
    assert "accepted already" in again["title"]
    inbox.must("undo", str(done["run"]))
    assert contact(inbox) == (city, email)
    deeds = inbox.must("activity", "--kind", "requests")["deeds"]
    assert deeds[0]["what"] == f"Accepted request {number}"
    assert "Bern" not in str(deeds) and "example.org" not in str(deeds)
