"""B7: what a customer writes is mailed to the company as well, and an answer to that mail goes to him."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from receiver.domain.mail.models import Mail
from receiver.factory import create_app
from receiver.settings import Settings
from receiver.web.parts import EXTENSION, Parts
from tests.portal.cast import Office, Person
from tests.portal.contacting import Writer
from tests.support import application
from tests.support.pictures import picture
from tests.support.receiver import Receiver
from tests.support.visitor import Visitor


@pytest.fixture
def mailing(tmp_path: Path) -> Iterator[tuple[Office, str]]:
    """A company of a receiver that has a mail server, which nobody sends from; and the receiver's address."""
    receiver = Receiver(tmp_path / "receiver")
    receiver.environment["PORCHLIGHT_SMTP_URL"] = "smtp://127.0.0.1:1"
    receiver.init()
    app = create_app(Settings.from_environment(receiver.environment))
    parts: Parts = app.extensions[EXTENSION]
    with application.served(app, receiver.port):
        yield Office.create(parts.work, parts.secrets, 112), receiver.url
    parts.work.engine.dispose()


def mails(office: Office) -> list[Mail]:
    """What is to be mailed."""
    with office.work.reading(office.company_id) as session:
        return list(session.scalars(select(Mail).where(Mail.company_id == office.company_id)))


def test_B7_H1_a_message_is_mailed_to_the_company_once(mailing: tuple[Office, str]) -> None:
    office, url = mailing
    ruth = Person("1", "maple", "Ruth\r\nBcc: all@evil.example", details={"email": "ruth@example.com"})
    office.publish(ruth, email="office@green.example")
    with Visitor(url, office.company_id) as visitor:
        visitor.sign_in("1", "maple")
        writer = Writer.at(visitor)
        for _ in range(2):
            assert writer.post("The gate {customer} was open.", ("gate.jpg", picture())).status_code == 303
    (mail,) = mails(office)
    assert (mail.kind, mail.recipient, mail.reply_to) == ("message", "office@green.example", "ruth@example.com")
    assert mail.subject == "Message from Ruth Bcc: all@evil.example, no. 1"
    assert "The gate {customer} was open." in mail.text and "1 photo came along." in mail.text


@pytest.mark.parametrize("address", ["", "office@", "a@green.example, b@green.example"])
def test_B7_H1_where_the_company_has_no_address_nothing_is_mailed(mailing: tuple[Office, str], address: str) -> None:
    office, url = mailing
    office.publish(Person("1", "maple"), email=address)
    with Visitor(url, office.company_id) as visitor:
        visitor.sign_in("1", "maple")
        Writer.at(visitor).send("Hello")
    assert mails(office) == []
