"""What mails are written with where no visitor is: keys, addresses, the clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from receiver.domain.mail.choices import Choice, stop_token
from receiver.domain.mail.outbox import Letter, post
from receiver.settings import Secrets, Settings


@dataclass(frozen=True, slots=True)
class Desk:
    """Writes mails into the outbox for the worker and the host's commands."""

    settings: Settings
    secrets: Secrets
    clock: Callable[[], datetime]

    def post(self, session: Session, company_id: int, letter: Letter, *, cause: str) -> str:
        """Write the letter, once for each `cause`; gives its mail id."""
        peppers, host = self.secrets.peppers, self.settings.host
        return post(session, peppers, company_id, letter, cause=cause, host=host, now=self.clock())

    def page(self, company_id: int, path: str) -> str:
        """The address of a page of the company's portal."""
        return f"{self.settings.public_url}/{company_id}/{path}"

    def stop_link(self, company_id: int, user_id: str, choice: Choice) -> str:
        """Where one click stops mails of this sort."""
        return self.page(company_id, f"mails/stop/{stop_token(self.secrets.form_key, company_id, user_id, choice)}")
