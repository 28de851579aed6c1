"""A15: what customers ask for comes home, is held against what is there now, written, undone, declined and answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from agent.domain.permissions import Actor, NotAllowed, Permission
from agent.jobs.progress import PolledProgress
from agent.wiring.office import Office
from shared.outbound import Change, Wish
from tests.agent.conftest import Desk
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
    assert "wanted:       new@example.org" in inbox.run("requests", "show", str(number)).out
    assert "still reads that it was accepted" in inbox.run("undo", str(done["run"])).out
    assert contact(inbox) == (city, email)
    deeds = inbox.must("activity", "--kind", "requests")["deeds"]
    assert deeds[0]["what"] == f"Accepted request {number}"
    assert "Bern" not in str(deeds) and "example.org" not in str(deeds)


def test_A15_what_the_office_changed_meanwhile_stops_accepting(inbox: Inbox) -> None:
    city, email = contact(inbox, "2")
    number = inbox.change(("city", city, "Bern"), ("email", email, "new@example.org"), record_id="2")
    inbox.office.change("UPDATE customers SET city = 'Thun' WHERE id = 2")
    error = inbox.requests("accept", number, code=1)["error"]
    assert "City" in error["title"] and "E-mail" not in error["title"]
    assert all(one in error["detail"] for one in (f'saw "{city}"', 'now it is "Thun"', 'wants "Bern"'))
    assert "--anyway" in error["remedy"]
    assert contact(inbox, "2") == ("Thun", email)
    assert inbox.state(number)[0] == "sent"
    assert "In the practice database" not in inbox.run("requests", "show", str(number)).out
    assert inbox.state(number)[0] == "seen"
    assert "would overwrite that" in inbox.run("requests", "accept", str(number), "--dry-run").out
    done = inbox.requests("accept", number, "--anyway")
    assert (done["changed"], contact(inbox, "2")) == (2, ("Bern", "new@example.org"))
    inbox.must("undo", str(done["run"]))
    assert contact(inbox, "2") == ("Thun", email)


def test_A15_what_is_already_so_is_accepted_without_writing(inbox: Inbox) -> None:
    city, _ = contact(inbox, "3")
    number = inbox.change(("city", "Elsewhere", city), record_id="3")
    done = inbox.requests("accept", number)
    assert (done["run"], inbox.state(number)[0]) == (None, "accepted")
    assert done["plan"]["changes"][0]["standing"] == "already so"


def test_A15_what_looks_the_same_on_the_portal_is_no_conflict(inbox: Inbox) -> None:
    """Forms compose letters and let go what is not seen."""
    inbox.office.change("UPDATE customers SET company_name = ? WHERE id = 3", " Cafe\u0301\u200b  Bo\u0308hm\r\n")
    number = inbox.change(("company_name", "Caf\u00e9 B\u00f6hm", "B\u00f6hm & Sons"), record_id="3")
    assert inbox.requests("accept", number)["changed"] == 1
    assert inbox.one("SELECT company_name FROM customers WHERE id = 3") == "B\u00f6hm & Sons"


def test_A15_telephone_numbers_are_found_and_written(inbox: Inbox) -> None:
    numbers = [x for (x,) in inbox.office.rows("SELECT number FROM phones WHERE customer_id = 1 ORDER BY id")]
    number = inbox.change(("phones/1/home", numbers[1], "555-0101"), ("phones/2/work", numbers[2], ""))
    done = inbox.requests("accept", number)
    assert [one["field"] for one in done["plan"]["changes"]] == ["PH.Number", "PH.Number"]
    now = inbox.office.rows("SELECT number FROM phones WHERE customer_id = 1 ORDER BY id")
    assert now == [(numbers[0],), ("555-0101",), (None,)]
    # The first number goes; the others move up. A new one finds the row that became empty.
    inbox.office.change("UPDATE phones SET number = '' WHERE id = 1")
    number = inbox.change(("phones/1/home", "555-0101", "555-0102"), ("phones/3/", "", "555-0199"))
    plan = inbox.requests("show", number)["plan"]["changes"]
    assert [(one["record_id"], one["standing"]) for one in plan] == [("2", "to write"), ("1", "to write")]
    number = inbox.change(("phones/9/pager", "555-0777", "555-0778"), ("phones/0/home", "555-0777", "1"))
    first, second = inbox.requests("show", number)["plan"]["changes"]
    assert (first["standing"], second["standing"], second["now"]) == ("by hand", "conflict", "555-0101")
    done = inbox.requests("accept", number, "--anyway", "--dry-run")
    assert "by hand" in first["why"].lower()


def test_A15_property_notes_are_those_of_the_customers_own_property(inbox: Inbox) -> None:
    def asks(property_id: str, record_id: str) -> int:
        change = Change("notes", "", "The gate code is 4711.\nThe dog is kind.")
        return inbox.ask("property", Wish((change,), property_id=property_id, property_name="Home"), record_id)

    inbox.office.change("UPDATE properties SET notes = NULL WHERE id IN (1, 3)")
    stranger = inbox.requests("accept", asks("3", "1"))
    assert (stranger["run"], stranger["plan"]["changes"][0]["standing"]) == (None, "by hand")
    assert inbox.one("SELECT notes FROM properties WHERE id = 3") == ""
    assert inbox.requests("accept", asks("1", "1"))["changed"] == 1
    assert inbox.one("SELECT notes FROM properties WHERE id = 1") == "The gate code is 4711.\nThe dog is kind."


def test_A15_a_note_whose_end_the_customer_never_saw_is_not_cut_off(inbox: Inbox) -> None:
    long = "x" * 9_000
    inbox.office.change("UPDATE properties SET notes = ? WHERE id = 2", long)
    wish = Wish((Change("notes", "x" * 7_999 + "…", "short"),), property_id="2")
    done = inbox.requests("accept", inbox.ask("property", wish))
    assert (done["run"], "beginning" in done["plan"]["changes"][0]["why"]) == (None, True)
    assert inbox.one("SELECT notes FROM properties WHERE id = 2") == long


def test_A15_a_note_about_a_job_stands_where_the_crew_reads_it(inbox: Inbox) -> None:
    ahead = "SELECT id FROM work WHERE NOT posted AND job_id = (SELECT id FROM jobs WHERE number = '1001-1')"
    following = inbox.one(f"{ahead} ORDER BY planned LIMIT 1")
    inbox.office.change("UPDATE work SET notes = 'Bring bags.' WHERE id = ?", following)
    number = inbox.ask("job", Wish(job="1001-1", service="Gutter cleaning", text="Please ring.\nTwice."))
    made = inbox.requests("show", number)["request"]["made"][:10]
    assert "visit planned for" in inbox.run("requests", "show", str(number)).out
    done = inbox.requests("accept", number)
    notes = f"Bring bags.\n{made} customer: Please ring.\nTwice."
    assert inbox.one("SELECT notes FROM work WHERE id = ?", following) == notes
    for text, standing in (("Please ring.\nTwice.", "already so"), ("Twice.", "to write")):
        again = inbox.ask("job", Wish(job="1001-1", service="Gutter cleaning", text=text))
        assert inbox.requests("show", again)["plan"]["changes"][0]["standing"] == standing
    inbox.must("undo", str(done["run"]))
    assert inbox.one("SELECT notes FROM work WHERE id = ?", following) == "Bring bags."
    inbox.office.change("UPDATE customers SET notes = NULL WHERE id = 5")
    number = inbox.ask("job", Wish(job="1005-1", service="Mowing", text="Come soon."), "5")
    assert "notes of the customer" in inbox.requests("accept", number)["plan"]["told"]
    assert inbox.one("SELECT notes FROM customers WHERE id = 5") == f"{made} customer (Mowing): Come soon."


def planned(inbox: Inbox, job: str) -> tuple[list[str], str]:
    """The planned visits of a job, and what it names as its next one."""
    sql = "SELECT planned FROM work WHERE posted = 0 AND job_id = (SELECT id FROM jobs WHERE number = ?) ORDER BY id"
    return [one for (one,) in inbox.office.rows(sql, job)], inbox.one(
        "SELECT next_visit FROM jobs WHERE number = ?", job
    )


def move(inbox: Inbox, job: str, visit: str, *days: date, wanted: str = "move") -> int:
    """Ask for another day."""
    wish = Wish(job=job, planned=datetime.fromisoformat(visit), days=days, wanted=wanted, text="We are away.")
    return inbox.ask("schedule", wish, job[3:4])


def test_A15_a_visit_is_moved_to_a_day_that_suits_both(inbox: Inbox) -> None:
    (first, second), following = planned(inbox, "1002-1")
    assert first == following < second
    day = date.fromisoformat(first[:10])
    suits = (day + timedelta(2), day + timedelta(3))
    number = move(inbox, "1002-1", first, *suits)
    error = inbox.requests("accept", number, code=2)["error"]
    assert str(suits[0]) in error["remedy"] and str(suits[1]) in error["remedy"]
    assert "is over" in inbox.requests("accept", number, "--day", "2020-01-01", code=2)["error"]["title"]
    done = inbox.requests("accept", number, "--day", suits[1])
    moved = f"{suits[1]} {first[11:]}"
    assert planned(inbox, "1002-1") == ([moved, second], moved)
    inbox.must("undo", str(done["run"]))
    assert planned(inbox, "1002-1") == ([first, second], first)
    unnamed = inbox.requests("accept", move(inbox, "1002-1", first), code=2)["error"]
    assert "see what he wrote" in unnamed["remedy"]
    # Behind the one that was planned after it, that one comes first.
    late = date.fromisoformat(second[:10]) + timedelta(1)
    inbox.requests("accept", move(inbox, "1002-1", first, late))
    assert planned(inbox, "1002-1") == ([f"{late} {first[11:]}", second], second)


def test_A15_a_visit_that_the_office_moved_meanwhile_is_a_conflict(inbox: Inbox) -> None:
    (first, second), _ = planned(inbox, "1003-2")
    day = date.fromisoformat(first[:10]) + timedelta(5)
    number = move(inbox, "1003-2", first, day)
    inbox.office.change("UPDATE work SET planned = datetime(planned, '+1 day') WHERE planned = ?", first)
    inbox.office.change("UPDATE jobs SET next_visit = datetime(next_visit, '+1 day') WHERE number = '1003-2'")
    assert inbox.requests("show", number)["plan"]["changes"][0]["standing"] == "by hand"
    inbox.office.change("DELETE FROM work WHERE planned = ?", second)
    assert inbox.requests("accept", number, code=1)["error"]["title"].startswith("Meanwhile")
    inbox.requests("accept", number, "--anyway")
    moved = f"{day} {first[11:]}"
    assert planned(inbox, "1003-2") == ([moved], moved)


def test_A15_other_wishes_for_the_schedule_are_accepted_without_writing(inbox: Inbox) -> None:
    before = planned(inbox, "1004-1")
    for wanted in ("skip", "pause", "more", "other"):
        number = move(inbox, "1004-1", before[0][0], wanted=wanted)
        assert f"Visit planned for {before[0][0][:16]}\n" in inbox.run("requests", "show", str(number)).out
        said = inbox.run("requests", "accept", str(number))
        assert said.code == 0 and "by hand" in said.out, said
        assert inbox.state(number)[0] == "accepted"
    assert planned(inbox, "1004-1") == before


def test_A15_messages_are_replied_to_and_requests_declined(inbox: Inbox) -> None:
    message = inbox.ask("message", Wish(text="The gate was open."))
    for verb in (("accept",), ("decline", "--reason", "no")):
        assert "reply" in inbox.requests(verb[0], message, *verb[1:], code=2)["error"]["title"]
    assert "empty" in inbox.requests("reply", message, "--text", " \n", code=1)["error"]["title"]
    assert inbox.requests("reply", message, "--text", "Sorry!\nIt won't happen again.")["sent"]
    assert (inbox.state(message)[0], inbox.replies(message)) == ("done", ["Sorry!\nIt won't happen again."])
    number = inbox.change(("city", "x", "y"))
    assert "too long" in inbox.requests("decline", number, "--reason", "x" * 4_001, code=1)["error"]["title"]
    declined = inbox.requests("decline", number, "--reason", "We don't work there.")["request"]
    assert declined["state"] == "declined"
    assert inbox.state(number)[:2] == ("declined", "We don't work there.")
    assert "declined already" in inbox.requests("accept", number, code=3)["error"]["title"]
    assert "no request 4711" in inbox.requests("show", 4711, code=2)["error"]["title"]
    everything = inbox.requests("list", "--all")["requests"]
    assert {message, number} <= {one["number"] for one in everything}


NASTY = "\x1b[31m<script>alert(1)</script> '; DROP TABLE customers; -- \u202eevil\u2066 \x9b2J {{7*7}} %s =cmd()"


def test_bad_input_texts_of_customers_are_texts_everywhere(inbox: Inbox) -> None:
    street = inbox.one("SELECT street FROM customers WHERE id = 6")
    number = inbox.change(("street", street, f"Bern\r\n{NASTY}"), record_id="6")
    message = inbox.ask("message", Wish(text=NASTY), "6")
    for words in (("list", "--all"), ("show", str(number)), ("show", str(message)), ("accept", str(number))):
        said = inbox.run("requests", *words)
        assert said.code == 0, said
        assert not {"\x1b", "\x9b", "\u202e", "\u2066"} & set(said.out + said.err)
    written = inbox.one("SELECT street FROM customers WHERE id = 6")
    assert "\n" not in written and "\x1b" not in written and "<script>alert(1)</script> '; DROP TABLE" in written
    number = inbox.change(("city", "", "B" * 200), record_id="6")
    first = inbox.requests("show", number)["plan"]["changes"][0]
    assert first["standing"] == "by hand" and "It holds 80" in first["why"]


def test_A15_photos_are_saved_under_names_of_our_own(inbox: Inbox, tmp_path: Path) -> None:
    pictures = (b"\xff\xd8one", b"\xff\xd8two")
    names = ("../../garden gate.jpg", "\x1b[31m.jpg")
    number = inbox.ask("message", Wish(text="Look at this.", photos=names))
    inbox.attaches(number, *pictures)
    assert "Photos: 2" in inbox.run("requests", "show", str(number)).out
    assert "no folder" in inbox.requests("photos", number, "--to", tmp_path / "none", code=2)["error"]["title"]
    saved = inbox.requests("photos", number, "--to", tmp_path)["files"]
    assert saved == [str(tmp_path / f"request-{number}-{at}.jpg") for at in (1, 2)]
    assert [Path(one).read_bytes() for one in saved] == [*pictures]
    assert {Path(one).stat().st_mode & 0o777 for one in saved} == {0o600}
    assert "already a file" in inbox.requests("photos", number, "--to", tmp_path, code=2)["error"]["title"]
    without = inbox.ask("message", Wish(text="Nothing to see."))
    assert inbox.requests("photos", without, "--to", tmp_path, code=3)["files"] == []


def test_A15_whose_record_it_is_is_said_where_the_number_is_another(inbox: Inbox) -> None:
    number = replace(inbox, numbers_from=1_001).change(("city", "x", "y"), record_id="4")
    name = inbox.one("SELECT name FROM customers WHERE id = 4")
    assert f"this is customer 1004 {name}." in inbox.run("requests", "show", str(number)).out


def test_A15_who_accepts_requests_may_take_that_back(inbox: Inbox) -> None:
    city, _ = contact(inbox, "4")
    done = inbox.requests("accept", inbox.change(("city", city, "Bern"), record_id="4"))
    inbox.must("customers", "set", "1004", "--field", "CU.Area", "--value", "X")
    engine = replace(Office(inbox.office.home).replace, actor=Actor("Kim", 2, {Permission.REQUESTS}))
    with pytest.raises(NotAllowed):
        engine.undo(None, PolledProgress())
    assert engine.undo(done["run"], PolledProgress()).written == 1
    assert contact(inbox, "4")[0] == city


def test_A15_without_a_portal_it_is_said_what_is_missing(desk: Desk) -> None:
    error = desk.run("requests", "list", "--json").json["error"]
    assert "not paired" in error["title"] and "agent pair" in error["remedy"]


def test_A15_a_customer_who_is_gone_can_only_be_answered(inbox: Inbox) -> None:
    number = inbox.change(("city", "x", "y"), record_id="999")
    shown = inbox.requests("show", number)
    assert "no longer in the practice database" in shown["obstacle"]
    assert "no longer" in inbox.requests("accept", number, code=1)["error"]["title"]
    assert inbox.requests("decline", number, "--reason", "You are no customer any more.")["sent"]
