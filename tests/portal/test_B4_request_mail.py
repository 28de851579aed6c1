"""B4, B7: a request is mailed to the company with the change itself, or offered to the customer's own mail program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from receiver.factory import create_app
from receiver.settings import Settings
from receiver.web.parts import EXTENSION, Parts
from shared import records
from tests.portal.cast import Office, Person
from tests.portal.wishing import WORD, Writer, ruth
from tests.support import application
from tests.support.receiver import Receiver
from tests.support.visitor import Visitor

JOBS = (records.Job("22001", "Hedge"),)
NOTE = "schedule/note?job=22001"


@dataclass(frozen=True)
class Host:
    """A receiver in this process."""

    receiver: Receiver
    parts: Parts

    def office(self, company: int, person: Person, email: str = "office@greenvalley.example") -> Writer:
        """A fresh company with one customer, who is signed in."""
        office = Office.create(self.parts.work, self.parts.secrets, company)
        office.publish(person, email=email)
        visitor = Visitor(self.receiver.url, company)
        visitor.sign_in("1047", WORD)
        return Writer(visitor, office)


@contextmanager
def hosting(folder: Path, smtp: str) -> Iterator[Host]:
    """A receiver that serves meanwhile, with that mail server."""
    receiver = Receiver(folder)
    receiver.init()
    app = create_app(Settings.from_environment({**receiver.environment, "PORCHLIGHT_SMTP_URL": smtp}))
    parts: Parts = app.extensions[EXTENSION]
    with application.served(app, receiver.port):
        yield Host(receiver, parts)
    parts.work.engine.dispose()


@pytest.fixture(scope="module")
def mailing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """One that has a mail server, which nobody asks for anything here."""
    with hosting(tmp_path_factory.mktemp("mailing"), "smtp://127.0.0.1:9") as host:
        yield host


@pytest.fixture(scope="module")
def silent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """One that has none."""
    with hosting(tmp_path_factory.mktemp("silent"), "") as host:
        yield host


def test_B4_the_company_is_mailed_once_and_its_answer_goes_to_the_customer(mailing: Host) -> None:
    writer = mailing.office(201, ruth(jobs=JOBS))
    page = writer.visitor.get("contact/change")
    for _ in range(2):
        writer.send("contact/change", {"street": "14 Oak\u202e Street {number}"}, page=page)
    writer.send(NOTE, {"text": "Mind the roses."})
    first, second = sorted(writer.mails(), key=lambda one: one.cause)
    assert (first.kind, first.recipient, first.reply_to) == (
        "request",
        "office@greenvalley.example",
        "ruth@example.com",
    )
    assert first.subject == "Change of contact information: Ruth Alvarez, no. 1047"
    assert "Street:\n  before: PO Box 7\n  wanted: 14 Oak Street {number}" in first.text
    assert "Job: 22001 · Hedge\n\nMind the roses." in second.text
    assert "mail program" not in writer.visitor.get("requests/1").text


@pytest.mark.parametrize(
    ("number", "office", "customer", "reply_to"),
    [
        (202, "no address", "ruth@example.com", []),
        (203, "a@example.com\r\nBcc: b@example.com", "ruth@example.com", []),
        (204, "office@example.com", "a@example.com, b@example.com", [""]),
        (205, "office@example.com", "ruth@example.com\nBcc: b@example.com", [""]),
    ],
)
def test_bad_input_34_only_one_address_is_mailed_to_and_answered_to(
    mailing: Host, number: int, office: str, customer: str, reply_to: list[str]
) -> None:
    writer = mailing.office(number, ruth(jobs=JOBS, email=customer), office)
    writer.send(NOTE, {"text": "Mind the roses."})
    assert len(writer.requests()) == 1
    assert [one.reply_to for one in writer.mails()] == reply_to


def test_B4_without_a_mail_server_the_customers_own_program_is_offered(silent: Host) -> None:
    writer = silent.office(206, Person("1047", WORD, "Ruth & Söhne\r\nBcc: x@example.com", details={"jobs": JOBS}))
    text = "Mind the roses & the 🌹?\nThank you #1"
    page = writer.send(NOTE, {"text": text})
    assert "It is stored here" in page.text and writer.mails() == []
    link = next(one for one in page.all("a") if one.text == "Open my mail program").attributes["href"]
    assert "\n" not in link and "\r" not in link
    words = parse_qs(urlsplit(link).query, strict_parsing=True)
    assert urlsplit(link).path == "office@greenvalley.example"
    assert set(words) == {"subject", "body"}
    assert words["body"][0].endswith(text.replace("\n", "\r\n"))
    page = writer.send(NOTE, {"text": "🌹" * 3000})
    link = next(one for one in page.all("a") if one.text == "Open my mail program").attributes["href"]
    assert 1_500 < len(link) <= 1_800
    assert parse_qs(urlsplit(link).query)["body"][0].endswith("🌹…")
    writer.hear("seen", number=2)
    assert "Open my mail program" not in writer.visitor.get("requests/2").text


def test_F43_a_request_and_its_mail_are_stored_together_or_not_at_all(mailing: Host) -> None:
    writer = mailing.office(207, ruth(jobs=JOBS))
    page = writer.visitor.get(NOTE)
    mailing.receiver.told("CREATE TRIGGER no_mail BEFORE INSERT ON mails BEGIN SELECT RAISE(ABORT, 'not today'); END")
    writer.send(NOTE, {"text": "Mind the roses."}, 500, page)
    assert writer.requests() == [] and writer.mails() == []
    mailing.receiver.told("DROP TRIGGER no_mail")
    writer.send(NOTE, {"text": "Mind the roses."}, page=page)
    assert len(writer.requests()) == len(writer.mails()) == 1


def test_B4_a_look_at_a_request_settles_what_a_crash_left(silent: Host) -> None:
    writer = silent.office(208, ruth(jobs=JOBS))
    writer.send("contact/change", {"street": "14 Oak Street"})
    writer.hear("accepted", "We wrote it down.")
    page = writer.visitor.get("requests/1")
    assert "We wrote it down." in page.text
    assert writer.requests()[0].state == "accepted"
    # Published without what follows a publish.
    writer.office.publish(ruth(jobs=JOBS, street="14 Oak Street"))
    assert "Request 1" not in writer.visitor.get("contact").text
    assert "Change of contact information Done" in writer.visitor.get("requests").text
    assert writer.requests()[0].state == "accepted"
    assert "Done" in writer.visitor.get("requests/1").text
    assert (writer.requests()[0].state, writer.requests()[0].done_at is not None) == ("done", True)
