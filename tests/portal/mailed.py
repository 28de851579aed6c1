"""What was mailed, as its reader gets it: the outbox of a company, opened as the worker opens it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import select

from receiver.domain.mail.models import Mail
from receiver.domain.mail.outbox import opened
from tests.portal.cast import Office

LINK = re.compile(r"https?://\S+/sign-in/code/\S+")
CODE = re.compile(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b")


@dataclass(frozen=True)
class Received:
    """A mail."""

    kind: str
    to: str
    subject: str
    text: str

    @property
    def link(self) -> str:
        """The link to sign in that it holds."""
        return found_in(LINK, self.text)

    @property
    def code(self) -> str:
        """The code that it holds."""
        return found_in(CODE, self.text)


def found_in(pattern: re.Pattern[str], text: str) -> str:
    """The first thing of that form."""
    found = pattern.search(text)
    assert found, text
    return found.group()


def mails(office: Office) -> list[Received]:
    """All mails of the company, oldest first."""
    with office.work.reading(office.company_id) as session:
        found = session.scalars(
            select(Mail).where(Mail.company_id == office.company_id).order_by(Mail.made_at, Mail.mail_id)
        )
        return [Received(one.kind, one.recipient, one.subject, opened(office.secrets.peppers, one)) for one in found]
