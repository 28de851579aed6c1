"""What tests of the worker work with: posts mails as the portal does, and runs `receiver worker`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from receiver.db.lanes import Lane
from receiver.db.unit_of_work import UnitOfWork, now
from receiver.domain.mail.outbox import Letter, post
from receiver.jobs.worker import Worker
from receiver.settings import Secrets, Settings
from tests.portal.cast import Office
from tests.support.mails import Sink
from tests.support.processes import Running
from tests.support.receiver import Receiver

HOST_MAIL = "host@example.com"
_numbers = count(300)
_causes = count(1)


@dataclass
class Mailroom:
    """A receiver that nobody serves, its database, and the mail server that its worker sends to."""

    receiver: Receiver
    work: UnitOfWork
    secrets: Secrets
    sink: Sink
    _companies: list[int] = field(default_factory=list)

    @property
    def settings(self) -> Settings:
        """As the receiver's processes have them."""
        return Settings.from_environment(self.receiver.environment)

    def office(self, name: str = "Green Valley") -> Office:
        """A fresh company."""
        made = Office.create(self.work, self.secrets, next(_numbers), name)
        self._companies.append(made.company_id)
        return made

    def post(
        self,
        company: int,
        to: str = "ruth@example.com",
        reply_to: str = "",
        stop_link: str = "",
        secret: str = "",
        kind: str = "test",
    ) -> str:
        """Post a mail; gives its id. A `secret` stands in the place of the company's name."""
        values = {} if secret else {"company": "Green Valley"}
        secrets = {"company": secret} if secret else {}
        letter = Letter(kind, to, values, secrets, reply_to=reply_to, stop_link=stop_link)
        with self.work.writing(company, Lane.VISITORS) as session:
            peppers = self.secrets.peppers
            return post(session, peppers, company, letter, cause=f"c{next(_causes)}", host="mail.example", now=now())

    def once(self) -> int:
        """Do what `receiver worker --once` does, in this process; gives how many mails were tried."""
        server = self.settings.mail_server
        assert server is not None
        worker = Worker(self.settings, self.secrets, server)
        try:
            return worker.once()
        finally:
            worker.close()

    def start(self) -> Running:
        """`receiver worker`, which goes on."""
        words = ["-m", "receiver", "worker"]
        return Running(words, self.receiver.environment, self.receiver.data / "worker.log", self.receiver.account)

    def rows(self, company: int, columns: str = "state") -> list[tuple[Any, ...]]:
        """Of the company's mails, in the order in which they were made, as independent SQL finds them."""
        sql = f"SELECT {columns} FROM mails WHERE company_id = :company ORDER BY made_at, mail_id"
        return self.receiver.told(sql, company=company)

    def state(self, company: int, mail_id: str) -> str:
        """Of one mail."""
        sql = "SELECT state FROM mails WHERE company_id = :company AND mail_id = :mail"
        ((state,),) = self.receiver.told(sql, company=company, mail=mail_id)
        return str(state)

    def hurry(self, company: int) -> None:
        """Let no time pass before the next try: what waits is due now."""
        sql = "UPDATE mails SET next_try_at = made_at WHERE company_id = :company AND state = 'waiting'"
        self.receiver.told(sql, company=company)

    def age(self, company: int, by: timedelta) -> None:
        """Make the mails of the company older, as if that time had passed since."""
        for mail_id, made, give_up in self.rows(company, "mail_id, made_at, give_up_at"):
            sql = "UPDATE mails SET made_at = :made, give_up_at = :end, next_try_at = :made WHERE mail_id = :mail"
            self.receiver.told(sql, made=_earlier(made, by), end=_earlier(give_up, by), mail=mail_id)

    def empty(self) -> None:
        """Forget what earlier tests posted, and who of theirs wants mails."""
        for table in ("mails", "mail_senders", "portal_users", "account_links", "requests", "replies"):
            self.receiver.told(f"DELETE FROM {table}")
        self.sink.forget()


def _earlier(moment: datetime | str, by: timedelta) -> datetime | str:
    """SQLite's driver gives texts."""
    if isinstance(moment, str):
        return str(datetime.fromisoformat(moment) - by)
    return moment - by
