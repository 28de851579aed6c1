"""A15, B4, B5, B7: from a form of the portal to the practice database and back, until the portal says it is done."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.agent.inbox import Inbox
from tests.agent.wired import Wired
from tests.portal.contacting import Writer
from tests.support.pages import Element
from tests.support.pictures import picture
from tests.support.visitor import Visitor

RECORD, NUMBER, JOB = "13", "1013", "1013-1"
"""Whom the other tests of this office leave alone."""


@pytest.fixture
def inbox(shared_office: Wired, capsys: pytest.CaptureFixture[str]) -> Inbox:
    """The published office, and what it has is what the portal shows."""
    shared_office.proxy.forget()
    found = Inbox(shared_office.receiver, shared_office.office, capsys)
    assert found.run("process").code in (0, 3)
    return found


def filled(page: Element, action: str) -> dict[str, str]:
    """What stands in the lines of a form."""
    form = next(one for one in page.all("form") if one.attributes.get("action", "").endswith(action))
    lines = [one for one in form.all("input") if one.attributes.get("type") in ("text", "email", "tel")]
    return {one.attributes["name"]: one.attributes.get("value", "") for one in lines}


def newest(inbox: Inbox) -> dict[str, int]:
    """The number of the newest request of each kind that waits."""
    return {one["kind"]: one["number"] for one in inbox.requests("list")["requests"]}


def test_A15_from_the_portals_form_to_the_portals_done(inbox: Inbox, tmp_path: Path) -> None:
    office = inbox.office
    following = "SELECT id, planned, job_id FROM work WHERE NOT posted AND job_id ="
    ((work, first, job), _) = office.rows(f"{following} (SELECT id FROM jobs WHERE number = ?) ORDER BY planned", JOB)
    day = date.fromisoformat(first[:10]) + timedelta(1)
    with Visitor(inbox.receiver.url, 112) as visitor:
        visitor.sign_in(NUMBER, office.passwords()[NUMBER])
        page = visitor.get("contact/change")
        lines = filled(page, "contact/change")
        assert lines["city"] == inbox.one("SELECT city FROM customers WHERE id = ?", RECORD)
        typed = {**lines, "city": "Zürich", "phone-0": "+41 44 555 01 00"}
        visitor.submit(page, "contact/change", typed)
        page = visitor.get(f"schedule/change?job={JOB}")
        choice = {"visit": first.replace(" ", "T"), "wanted": "move", "day1": str(day), "text": "We are away."}
        visitor.submit(page, f"schedule/change?job={JOB}", choice)
        Writer.at(visitor).send("The gate is broken.", ("gate.jpg", picture()))

        said = inbox.run("process")
        assert said.code == 3, f"nothing to publish; what was asked came home: {said}"
        numbers = newest(inbox)
        contact, schedule, message = (numbers[kind] for kind in ("contact", "schedule", "message"))
        (photo,) = inbox.requests("photos", message, "--to", tmp_path)["files"]
        assert Path(photo).read_bytes().startswith(b"\xff\xd8")
        assert [one["standing"] for one in inbox.requests("show", contact)["plan"]["changes"]] == ["to write"] * 2
        inbox.requests("accept", contact, "--say", "Welcome to Zürich.")
        inbox.requests("accept", schedule)
        inbox.requests("reply", message, "--text", "We mend it tomorrow.")
        moved = f"{day}{first[10:]}"
        assert inbox.one("SELECT city FROM customers WHERE id = ?", RECORD) == "Zürich"
        assert inbox.one("SELECT number FROM phones WHERE customer_id = ? ORDER BY id", RECORD) == "+41 44 555 01 00"
        assert inbox.one("SELECT planned FROM work WHERE id = ?", work) == moved
        assert inbox.one("SELECT next_visit FROM jobs WHERE id = ?", job) == moved
        assert "We mend it tomorrow." in visitor.get("message").text
        assert {inbox.state(number)[0] for number in (contact, schedule)} == {"accepted"}

        assert inbox.must("process")["outcome"] == "published"
        assert "Zürich" in visitor.get("contact").text
        shown = [one.attributes["datetime"] for one in visitor.get("schedule").all("time")]
        assert any(one.startswith(str(day)) for one in shown)
        for number in (contact, schedule):
            visitor.get(f"requests/{number}")
            assert inbox.state(number)[0] == "done"
    everything = {one["number"]: one for one in inbox.requests("list", "--all")["requests"]}
    assert {everything[number]["state"] for number in (contact, schedule, message)} == {"done"}
    assert everything[message]["said"][0]["read"], "the customer read it"
