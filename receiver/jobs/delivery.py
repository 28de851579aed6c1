"""Delivers the due mails of one company after another (H1, R10)."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeVar

from sqlalchemy.orm import Session

from receiver.db.faults import DatabaseFault
from receiver.db.lanes import Lane
from receiver.db.unit_of_work import UnitOfWork, now
from receiver.domain.mail.addresses import on_the_wire
from receiver.domain.mail.desk import Desk
from receiver.domain.mail.message import CantWrite, Sender, message_of, without_secrets
from receiver.domain.mail.models import Mail
from receiver.domain.mail.outbox import Letter, filled, secrets_of
from receiver.domain.mail.outcomes import Outcome, Result
from receiver.domain.mail.senders import sender_name
from receiver.domain.mail.sending import Paused, claim, put_back, settle
from receiver.domain.sealing import SealError
from receiver.jobs.smtp import Line, ServerAway, connected
from receiver.mail_server import MailServer
from receiver.settings import Secrets, Settings

LOG: Final = logging.getLogger("porchlight.mail")

Written = TypeVar("Written")

BATCH: Final = 20
"""Mails of one company before it is the next one's turn."""

LONGEST_AWAY: Final = 30.0
"""Seconds after which a mail server that was away is asked again, at the latest."""

SETTLING: Final = 60.0
"""Seconds for which it is tried to write down that a mail was sent."""


@dataclass
class Reach:
    """Whether the mail server can be reached. While it is away nobody's mails are tried, and nobody's tries counted."""

    _away_until: float = 0.0
    _failures: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def away(self) -> bool:
        """Whether it is not worth trying just now."""
        return time.monotonic() < self._away_until

    def lost(self) -> bool:
        """It could not be reached; gives whether that is news."""
        with self._lock:
            self._failures += 1
            self._away_until = time.monotonic() + min(2.0 ** (self._failures - 1), LONGEST_AWAY)
            return self._failures == 1

    def found(self) -> None:
        """It answered."""
        with self._lock:
            self._failures, self._away_until = 0, 0.0


class Delivery:
    """Hands mails over to the mail server of this host."""

    def __init__(self, work: UnitOfWork, settings: Settings, secrets: Secrets, server: MailServer) -> None:
        self._work, self._settings, self._secrets, self._server = work, settings, secrets, server
        self._desk = Desk(settings, secrets, now)
        self.reach = Reach()

    def deliver(self, company_id: int, stopping: Callable[[], bool] = lambda: False) -> int:
        """Send what the company has to send, at most `BATCH`; gives how many mails were tried. `stopping` says whether
        to end after the mail at hand. Raises `DatabaseFault`."""
        tried = 0
        mail = None if self.reach.away else self._claimed(company_id)
        if mail is None:
            return tried
        try:
            with connected(self._server, self._settings.mail_domain) as line:
                self.reach.found()
                while mail is not None:
                    self._hand_over(line, mail)
                    mail, tried = None, tried + 1
                    if line.open and tried < BATCH and not stopping():
                        mail = self._claimed(company_id)
        except ServerAway as away:
            if self.reach.lost():
                LOG.warning("No mail can be sent: %s", away)
            if mail is not None:
                said, unsent = str(away), mail.mail_id
                self._written(company_id, lambda session: put_back(session, company_id, unsent, said, now()))
        return tried

    def _claimed(self, company_id: int) -> Mail | None:
        with self._work.writing(company_id, Lane.VISITORS) as session:
            return claim(session, company_id, now())

    def _hand_over(self, line: Line, mail: Mail) -> None:
        result = self._tried(line, mail)
        paused = self._written(
            mail.company_id, lambda session: settle(session, mail.company_id, mail.mail_id, result, now())
        )
        if paused is not None:
            self._alarm(mail.company_id, paused)

    def _tried(self, line: Line, mail: Mail) -> Result:
        """One row that can't be sent must hold up no other one, whatever is wrong with it."""
        try:
            secrets = secrets_of(self._secrets.peppers, mail)
            with self._work.reading(mail.company_id) as session:
                sender = Sender(sender_name(session, mail.company_id), self._settings.mail_from)
            message = message_of(mail, filled(mail, secrets), sender)
            result = line.send(message, sender.address, on_the_wire(mail.recipient))
        except DatabaseFault:
            raise
        except SealError:
            return Result(Outcome.UNWRITTEN, "The secret file does not open the mail's links.")
        except CantWrite as error:
            return Result(Outcome.UNWRITTEN, str(error))
        except Exception as error:
            LOG.exception("mail %s of company %s", mail.mail_id, mail.company_id)
            return Result(Outcome.UNWRITTEN, f"The mail can't be put together ({type(error).__name__}).")
        return Result(result.outcome, without_secrets(result.said, secrets.values()), result.of_recipient)

    def _written(self, company_id: int, write: Callable[[Session], Written]) -> Written:
        """Write down what became of a mail. A database that is busy or away just then is waited for: a mail whose end
        is forgotten is sent twice."""
        end = time.monotonic() + SETTLING
        while True:
            try:
                with self._work.writing(company_id, Lane.VISITORS) as session:
                    return write(session)
            except DatabaseFault:
                if time.monotonic() > end:
                    raise
                time.sleep(SETTLING / 60)

    def _alarm(self, company_id: int, paused: Paused) -> None:
        """Tell the host that a company's mails pause."""
        LOG.warning("The mails of company %s pause until %s: %s", company_id, paused.until, paused.reason)
        host = self._settings.host_mail
        if host:
            until = f"{paused.until:%Y-%m-%d %H:%M} UTC"
            letter = Letter("paused", host, {"company": str(company_id), "reason": paused.reason, "until": until})
            with self._work.writing(company_id, Lane.VISITORS) as session:
                self._desk.post(session, company_id, letter, cause=f"paused:{paused.until.isoformat()}")
